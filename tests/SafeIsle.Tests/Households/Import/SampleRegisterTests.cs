using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.Import;
using SafeIsle.Places;
using SafeIsle.Platform.Sheets;
using static SafeIsle.Tests.Households.Import.ImportJourney;

namespace SafeIsle.Tests.Households.Import;

/// <summary>The register that the guide imports.</summary>
public sealed class SampleRegisterTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public void The_guide_holds_the_generated_file()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SafeIsle.slnx")))
            {
                var path = Path.Combine(folder.FullName, "docs", "guide", SampleRegister.FileName);
                if (Environment.GetEnvironmentVariable("SAFEISLE_WRITE_SAMPLE") is not null)
                {
                    File.WriteAllBytes(path, SampleRegister.Write());
                }

                File.ReadAllBytes(path).SequenceEqual(SampleRegister.Write()).ShouldBeTrue("run the test with SAFEISLE_WRITE_SAMPLE=1 to write docs/guide anew");
                return;
            }
        }

        Assert.Fail("The tests run outside of the repository.");
    }

    [Fact]
    public async Task Three_rows_come_back_are_mended_and_come_in()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Imports);
        var sample = await (await director.FetchAsync(Imports + "/sample.xlsx")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var path = await director.PreviewAsync(sample, SampleRegister.FileName);
        director.Figure("退回").ShouldBe(SampleRegister.Rejected);
        director.Figure("有变化").ShouldBe(0);
        director.Figure("表里没提到").ShouldBe(0);
        var people = director.Figure("新增");
        people.ShouldBeGreaterThan(30);
        director.Text.ShouldNotContain("却写着孕产妇");
        director.Text.ShouldNotContain("还不满 18 岁");
        await director.SubmitAsync("/choose-place", ("make", "1"));
        await director.ApplyAsync(path);
        director.Text.ShouldContain($"新增 {people} 人");
        (await app.InDbAsync(db => db.PersonTags.CountAsync(t => t.Tag == CareTags.Pregnant))).ShouldBeGreaterThan(0);
        director.Text.ShouldContain("退回 3 行");

        // Mended in the returned file itself: a number that is left out, a right one, a door that can be read.
        var back = SheetFile.Read(await (await director.FetchAsync(path + "/rejects.xlsx")).Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), SheetLimits.Default).Value;
        back.Sheets.Sum(s => s.Rows.Count(r => r.Cells[^1].Text.EndsWith('。'))).ShouldBe(3);
        var mended = await director.PreviewAsync(Mend(back));
        director.Figure("退回").ShouldBe(0);
        director.Figure("新增").ShouldBe(3);
        director.Figure("重复").ShouldBe(0);
        await director.SubmitAsync("/choose-place", ("make", "1"));
        await director.ApplyAsync(mended);
        director.Text.ShouldContain("新增 3 人");

        // And the whole file again: nothing new but the three that stand in it as before.
        await director.PreviewAsync(sample);
        director.Figure("退回").ShouldBe(3);
        director.Figure("新增").ShouldBe(0);
        director.Figure("有变化").ShouldBe(0);
        (await app.PeopleAsync("9号楼")).Count.ShouldBe(people + 3);
    }

    [Fact]
    public void Its_people_could_live()
    {
        using var stream = new MemoryStream(SampleRegister.Write());
        var sheet = SheetFile.Read(stream, SheetLimits.Default).Value.Sheets[0];
        var rows = sheet.Rows.Where(r => r[6].Text is "户主" or "配偶" or "儿子" or "女儿")
            .Select(r => (Relation: r[6].Text, Man: r[7].Text == "男", Born: BornOf(r[8].Text), Tag: r[12].Text)).ToList();
        rows.Where(r => r.Tag == "孕妇").ShouldNotBeEmpty();
        rows.Where(r => r.Tag == "孕妇").ShouldAllBe(r => !r.Man && (r.Born == null || (r.Born >= 1984 && r.Born <= 2006)));
        rows.Where(r => r.Relation is "户主" or "配偶" && r.Born != null).ShouldAllBe(r => r.Born <= 2000);
        for (var i = 0; i < rows.Count; i++)
        {
            var parents = rows[i].Relation is "儿子" or "女儿" ? rows[(i - 2)..i] : [];
            parents.ShouldAllBe(p => p.Born == null || rows[i].Born == null || p.Born + 18 <= rows[i].Born);
            rows[i].Man.ShouldBe(rows[i].Relation switch { "儿子" => true, "女儿" => false, "配偶" => !rows[i - 1].Man, _ => rows[i].Man });
        }

        static int? BornOf(string number) => SafeIsle.Platform.Text.ChineseText.Halfwidth(number) is { Length: 18 } id ? int.Parse(id[6..10], System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    private static byte[] Mend(SheetFile back)
    {
        using var file = new MemoryStream();
        using (var writer = new SheetWriter(file))
        {
            foreach (var sheet in back.Sheets)
            {
                var heading = sheet.Rows.First(r => r.Cells.Any(c => c.Text == RejectedRows.Reason));
                writer.Sheet(sheet.Name, [.. heading.Cells.Select(c => new SheetColumn(c.Text))], [.. sheet.Rows.Where(r => r.Number < heading.Number).Select(r => r[0].Text)]);
                foreach (var row in sheet.Rows.Where(r => r.Number > heading.Number))
                {
                    writer.Row([.. row.Cells.Select((cell, i) => (SheetValue)(heading[i].Text switch
                    {
                        "身份证号码" => "",
                        "住址" when cell.Text.Contains("门卫", StringComparison.Ordinal) => "9-1-603",
                        _ => cell.Text,
                    }))]);
                }
            }
        }

        return file.ToArray();
    }
}
