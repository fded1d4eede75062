using System.Net;
using SafeIsle.Households;
using static SafeIsle.Tests.Households.RegisterFixture;

namespace SafeIsle.Tests.Households;

/// <summary>Finding and merging people who stand in the register twice.</summary>
public sealed class DuplicatesTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task The_same_person_is_merged_field_by_field_with_history_on_both_sides()
    {
        var twin = Person("秦合并", born: new(1965, 6, 6), phone: "14200050001", tags: CareTags.Alone) with { HealthNote = "旧备注" };
        var (here, kept) = await app.SettleAsync(app.Cast.Building1, 1, "101", Tenure.Owner, twin);
        var (there, closed) = await app.SettleAsync(
            app.Cast.Building1, 2, "601", Tenure.Tenant,
            twin with { Phones = ["14200050002"], Tags = new Dictionary<string, string> { [CareTags.Medicine] = "阿卡波糖片" }, HealthNote = "" });
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync($"{Desk}/duplicates")).ShouldBe(HttpStatusCode.Forbidden);
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/duplicates");
        director.Text.ShouldMatch("证件相同 [1-9] 组");
        director.Text.ShouldContain("秦合并");
        var link = director.Page.QuerySelector("a[href*='/duplicates/merge']")!.GetAttribute("href")!;
        await director.OpenAsync(link);
        director.Page.DocumentElement.OuterHtml.ShouldNotContain("14200050002");
        director.Page.DocumentElement.OuterHtml.ShouldNotContain("旧备注");
        var a = Guid.Parse(director.Page.QuerySelector("input[name=a]")!.GetAttribute("value")!);
        var (stay, other) = a == kept[0] ? ("a", "b") : ("b", "a");
        await director.SubmitAsync("/duplicates/merge", ("keep", stay), ("take-Phones", other), ("take-HealthNote", stay));
        director.Text.ShouldContain("已合并");
        director.Text.ShouldContain("那一户已经没有成员");
        var card = await app.CardAsync(kept[0]);
        card.Phones.ShouldBe(["14200050002"]);
        card.HealthNote.ShouldBe("旧备注");
        card.Tags.Keys.ShouldBe([CareTags.Alone, CareTags.Medicine], ignoreOrder: true);
        card.Tags[CareTags.Medicine].ShouldBe("阿卡波糖片");
        var gone = await app.CardAsync(closed[0]);
        gone.Row.ClosedAt.ShouldNotBeNull();
        gone.Row.MergedInto.ShouldBe(kept[0]);
        (await app.AuditAsync("person.merge"))[0].ShouldBe("合并 秦合并 的重复登记：保留 1号楼1单元101室，关闭 1号楼2单元601室");

        await director.OpenAsync($"{Desk}/households/{there}");
        director.Text.ShouldContain("并入另一条登记");
        director.Text.ShouldContain("与 1号楼1单元101室 的登记合并");
        await director.OpenAsync($"{Desk}/households/{here}");
        director.Text.ShouldContain("合并重复登记");
        await director.OpenAsync($"{Desk}/search?q=0002");
        director.Text.ShouldContain("秦合并");
        await director.OpenAsync(link);
        director.Status.ShouldBe(HttpStatusCode.NotFound, "merged already");
    }

    [Fact]
    public async Task The_same_name_and_birthday_is_a_maybe_only_where_a_document_is_missing()
    {
        var born = new DateOnly(1977, 7, 7);
        await app.SettleAsync(app.Cast.Building1, 1, "201", Tenure.Owner, Person("许可能", born: born), Person("尤不同", "配偶", new DateOnly(1978, 8, 8)));
        await app.SettleAsync(
            app.Cast.Building1, 1, "202", Tenure.Owner, Person("许可能") with { BirthDate = born }, Person("尤不同", "配偶", new DateOnly(1978, 8, 8)));
        using var director = await app.AsAsync("director");
        await director.OpenAsync($"{Desk}/duplicates?kind=maybe");
        director.Text.ShouldContain("同名同生日 1 组");
        director.Text.ShouldContain("许可能");
        director.Text.ShouldNotContain("尤不同");
    }

    [Fact]
    public async Task A_merge_against_a_row_that_changed_meanwhile_is_asked_again()
    {
        var twin = Person("何变动", born: new(1966, 6, 6));
        var (_, one) = await app.SettleAsync(app.Cast.Building1, 1, "301", Tenure.Owner, twin);
        var (_, two) = await app.SettleAsync(app.Cast.Building1, 1, "302", Tenure.Owner, twin with { Relation = "父亲" });
        using var director = await app.AsAsync("director");
        using var deputy = await app.AsAsync("deputy");
        await director.OpenAsync($"{Desk}/duplicates/merge?a={one[0]}&b={two[0]}");
        await deputy.OpenAsync($"{Desk}/people/{two[0]}");
        await deputy.SubmitAsync($"/people/{two[0]}", ("relation", "母亲"));
        (await director.SubmitAsync("/duplicates/merge", ("keep", "a"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("有人改过其中一条");
        (await app.CardAsync(two[0])).Row.ClosedAt.ShouldBeNull();
    }
}
