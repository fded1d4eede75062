using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Grids.Todos;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Notices;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Tests.Platform.Print;
using static SafeIsle.Tests.Health.Measures.KeptHome;

namespace SafeIsle.Tests.Health.Measures;

/// <summary>The notice is brought to the door, signed for, and the household is told that there is one. The class moves the clock.</summary>
public sealed class DeliverNoticeTests(TestApp app) : IClassFixture<TestApp>
{
    private const string List = "/field/310107103017/todos";

    private async Task<List<OutsideLetter>> LettersAsync(KeptHome home)
    {
        var sent = await app.InDbAsync(db => db.OutsideMessages.Where(m => m.For == home.Dwelling.Label && m.About == DeliverNotice.About).OrderBy(m => m.At).ToListAsync());
        await using var scope = app.Services.CreateAsyncScope();
        return sent.ConvertAll(scope.ServiceProvider.GetRequiredService<Outside>().Open);
    }

    private static async Task TapAsync(Browser browser, Todo todo, string outcome)
    {
        await browser.OpenAsync(List + "?show=nobody");
        await browser.PostAsync(List, ("do", $"{todo.Id:N}.{outcome}"), ("page", $"{Ids.New()}"));
        browser.Text.ShouldContain("已记下");
    }

    [Fact]
    public async Task Opened_it_is_asked_for_and_told_the_tries_stand_in_the_file_and_an_extension_asks_anew()
    {
        var home = await MakeAsync(app, "911号楼", new PersonFacts { Name = "张先生", Phones = ["14200191101"] }, new PersonFacts { Name = "张送达", Phones = ["14200191102"] });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director, 1);
        director.Text.ShouldContain("告知书还没有送到");
        var todo = (await home.TodosAsync(app, DeliverNotice.Code)).ShouldHaveSingleItem();
        (todo.PersonId, todo.DwellingId, todo.OwnerId).ShouldBe((home.People[1].Id, home.Dwelling.Id, null));
        todo.Title.ShouldBe("送达告知书，请本人签收");
        // To herself and not to who stands first in the register; nothing in it says whom and what it is about.
        var letter = (await LettersAsync(home)).ShouldHaveSingleItem();
        (letter.To, letter.Text).ShouldBe(("14200191102", "居委会有一份通知给您家，请看手机首页或等工作人员上门。"));
        letter.Values["title"].ShouldBe("居委会有一份通知给您家");

        await director.OpenAsync($"{List}?show=nobody&q=911");
        director.Page.QuerySelectorAll($"[data-todo='{todo.Id}'] button").Select(b => b.TextContent).ShouldBe(["送到并签收", "拒签，已留置", "没人应门"]);
        await TapAsync(director, todo, "none");
        (await home.TodosAsync(app, DeliverNotice.Code)).ShouldHaveSingleItem().ClosedAt.ShouldBeNull();
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        var at = app.Clock.Now();
        await TapAsync(director, todo, "signed");
        await director.OpenAsync($"{Desk}/measures/{measure.Id}");
        director.Text.ShouldContain($"告知书：{at.Short()} 高主任，送到并签收");
        director.Text.ShouldContain("告知书：没人应门");
        director.Text.ShouldNotContain("还没有送到");

        await director.OpenAsync($"{Desk}/measures/{measure.Id}/extend");
        await director.SubmitAsync("/extend", ("until", Day(measure.Until.AddDays(2))), ("why", "同住人阳性"), ("authority", "普陀区疫情防控指挥部"), ("document", "8号"));
        await director.SubmitAsync("/extensions");
        director.Text.ShouldContain("新的告知书还没有送到");
        var next = (await home.TodosAsync(app, DeliverNotice.Code)).Single(t => t.ClosedAt is null);
        next.Id.ShouldNotBe(todo.Id);
        (await LettersAsync(home)).Count.ShouldBe(2);
        await TapAsync(director, next, "left");
        await director.OpenAsync($"{Desk}/measures/{measure.Id}");
        director.Text.ShouldContain("高主任，拒签，已留置");
        director.Text.ShouldContain("告知书：送到并签收");
    }

    [Fact]
    public async Task Whoever_has_no_phone_is_told_at_the_door_and_what_ended_is_not_brought_any_more()
    {
        var home = await MakeAsync(app, "912号楼", new PersonFacts { Name = "张没电话" });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director);
        (await LettersAsync(home)).ShouldBeEmpty();
        // Another kind takes its place: there is one notice to bring, the new one.
        await home.OpenAsync(app, director, 0, MeasureKind.HomeMonitoring);
        (await home.TodosAsync(app, DeliverNotice.Code)).Single(t => t.ClosedAt is null).SourceId.ShouldNotBe(measure.Id);
        await director.OpenAsync($"{director.Path}/release");
        await director.SubmitAsync("/release", ("document", "普防控〔2022〕20号"), ("verified", "林医生"), ("why", "排除"));
        director.Text.ShouldContain("已解除");
        director.Text.ShouldNotContain("还没有送到");
        (await home.TodosAsync(app, DeliverNotice.Code)).ShouldAllBe(t => t.ClosedAt != null);
    }

    [Fact]
    public async Task The_notice_has_all_that_such_a_notice_has()
    {
        var home = await MakeAsync(
            app, "913号楼",
            new PersonFacts { Name = "张齐全", Sex = Sex.Female, DocumentKind = DocumentKind.ResidentId, DocumentNumber = "11010519491231002X", Phones = ["14200191301"] });
        using var director = await app.AsAsync("director");
        var measure = await home.OpenAsync(app, director, 0, MeasureKind.HomeIsolation, ("employer", "桃浦食品厂 王科长 14200191302"), ("officer", "李干事 14200191303"));
        using var notice = await director.FetchAsync($"{Desk}/measures/{measure.Id}/notice.pdf");
        var words = string.Concat(PdfReader.Text(await notice.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), "-raw").Where(c => !char.IsWhiteSpace(c)));
        foreach (var field in new[]
        {
            "居家隔离医学观察告知书", "姓名张齐全", "性别女", "证件号码11010519491231002X", "电话14200191301", $"居住地址{home.Dwelling.Label}", "所在单位桃浦食品厂王科长14200191302",
            "依据与确诊病例同乘一车", $"共{measure.Days}天", "决定机关普陀区疫情防控指挥部", "文号普防控〔2022〕7号", "街道干部李干事14200191303", "网格员、社工小周14200138099",
            "怎样提出异议", "本人签收", "日期", "（盖章）", measure.OpenedAt.DateHere().Full(),
        })
        {
            words.ShouldContain(string.Concat(field.Where(c => !char.IsWhiteSpace(c))), customMessage: field);
        }
    }
}
