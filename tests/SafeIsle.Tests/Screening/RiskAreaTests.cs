using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Screening.RiskAreas;
using static SafeIsle.Tests.Screening.TravelCast;

namespace SafeIsle.Tests.Screening;

/// <summary>Risk areas are typed or come as a list that is shown first; rows end and never change.</summary>
public sealed class RiskAreaTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Areas = Desk + "/risk-areas";

    [Fact]
    public async Task Others_do_not_find_them_and_a_worker_only_reads()
    {
        using var stranger = await app.AsAsync("stranger");
        (await stranger.OpenAsync(Areas)).ShouldBe(HttpStatusCode.NotFound);
        using var worker = await app.AsAsync("worker");
        (await worker.OpenAsync(Areas)).ShouldBe(HttpStatusCode.OK);
        (await worker.OpenAsync(Areas + "/new")).ShouldBe(HttpStatusCode.Forbidden);
        await worker.OpenAsync(Areas);
    }

    [Fact]
    public async Task One_is_typed_ended_and_kept()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Areas + "/new");
        var first = Iso(app.Clock.Today().AddDays(-9));
        (await director.SubmitAsync("/risk-areas/new", ("place", "鼓楼区"), ("level", "高风险"), ("first", first), ("source", "测试"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("有几处");
        director.Page.QuerySelector("input[name=place]")!.GetAttribute("value").ShouldBe("鼓楼区");
        (await director.SubmitAsync("/risk-areas/new", ("place", "411500"), ("level", "很危险"), ("first", first), ("source", "测试"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("等级“很危险”不认识");
        (await director.SubmitAsync("/risk-areas/new", ("place", "411500"), ("level", "中风险"), ("first", first), ("source", ""))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await director.SubmitAsync("/risk-areas/new", ("place", "411500"), ("level", "中风险"), ("first", first), ("source", "省里公布"))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("河南省信阳市");
        await director.OpenAsync(Areas + "/new");
        await director.SubmitAsync("/risk-areas/new", ("place", "信阳"), ("level", "中"), ("first", first), ("source", "再来一次"));
        director.Text.ShouldContain("早已登记");
        var area = await app.InDbAsync(db => db.RiskAreas.SingleAsync(a => a.Code == 411500000000));
        await director.OpenAsync(Areas);
        await director.SubmitAsync($"/{area.Id}/end", ("last", "2001-01-01"));
        director.Text.ShouldContain("没有结束");
        await director.SubmitAsync($"/{area.Id}/end", ("last", Iso(app.Clock.Today().AddDays(-1))));
        director.Text.ShouldContain("以前在那里的停留仍按当时的等级算");
        await director.OpenAsync(Areas);
        director.Text.ShouldNotContain("省里公布");
        await director.OpenAsync(Areas + "?show=all");
        director.Text.ShouldContain("省里公布");
        await director.PostAsync($"{Areas}/{area.Id}/end", ("last", Iso(app.Clock.Today())));
        director.Text.ShouldContain("已经结束，不再改动");
        await director.PostAsync($"{Areas}/{Ids.New()}/end");
        director.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_list_is_shown_first_with_the_rows_that_were_not_read(bool gb)
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Areas + "/new");
        // Of two tests that run in any order each has its own days.
        var first = gb ? "2021-03-01" : "2021-04-01";
        var csv = $"地区,等级,开始日期,结束日期,名称\n湖北省宜昌市,高风险,{first},,\n湖北省孝感市,中,{first},2021-05-04,\n乌有乡,高,{first},,\n河南省南阳市,高,昨天,,\n310107103,高,{first},至今,桃浦镇某小区\n";
        var encoding = gb ? CodePagesEncodingProvider.Instance.GetEncoding("GB18030")! : new UTF8Encoding(true);
        (await director.UploadAsync("/list", "file", "风险区.csv", encoding.GetBytes(csv), ("listSource", "省里 3月1日"))).ShouldBe(HttpStatusCode.OK);
        director.Text.ShouldContain("读出 3 个，有 2 行没有读懂");
        director.Text.ShouldContain("“乌有乡”不认识");
        director.Text.ShouldContain("“昨天”读不懂");
        var day = DateOnly.Parse(first, System.Globalization.CultureInfo.InvariantCulture);
        (await CountAsync()).ShouldBe(0);
        // What was not understood is neither dropped silently nor lost: corrected in place, or left out by whoever says so.
        (await director.SubmitAsync("/risk-areas/new", ("place0", "乌有村"), ("name0", "村口"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("“乌有村”不认识");
        director.Page.QuerySelector("input[name=place0]")!.GetAttribute("value").ShouldBe("乌有村");
        director.Page.QuerySelector("input[name=name0]")!.GetAttribute("value").ShouldBe("村口");
        (await CountAsync()).ShouldBe(0);
        if (gb)
        {
            await director.SubmitAsync("/risk-areas/new", ("place0", "四川省成都市"), ("skip1", "1"));
            director.Text.ShouldContain("已登记 4 个风险区");
        }
        else
        {
            await director.SubmitAsync("/risk-areas/new", ("do", "leave"));
            director.Text.ShouldContain("已登记 3 个风险区");
        }

        (await CountAsync()).ShouldBe(gb ? 4 : 3);
        director.Text.ShouldNotContain("310107103000");
        var small = await app.InDbAsync(db => db.RiskAreas.SingleAsync(a => a.FirstDay == day && a.Code == 310107103000));
        small.Name.ShouldBe("桃浦镇某小区");

        Task<int> CountAsync() => app.InDbAsync(db => db.RiskAreas.CountAsync(a => a.FirstDay == day));
    }

    [Fact]
    public async Task A_workbook_in_which_all_is_right_is_taken_as_a_whole_and_again_adds_nothing()
    {
        using var director = await app.AsAsync("director");
        var book = Workbook(
            ["地区", "等级", "开始日期", "结束日期", "名称"], ["湖北省宜昌市", "高风险", "2021-06-01", "", ""], ["河南省南阳市", "中风险", "2021-06-01", "2021-06-20", "卧龙区某镇"],
            ["510100", "低", "2021-06-01", "至今", ""]);
        for (var twice = 0; twice < 2; twice++)
        {
            await director.OpenAsync(Areas + "/new");
            (await director.UploadAsync("/list", "file", "风险区.xlsx", book, ("listSource", "省里 6月1日"))).ShouldBe(HttpStatusCode.OK);
            director.Text.ShouldContain("读出 3 个，有 0 行没有读懂");
            director.Text.ShouldNotContain("在这里改好");
            await director.SubmitAsync("/risk-areas/new");
            director.Text.ShouldContain(twice == 0 ? "已登记 3 个风险区" : "早已登记");
        }

        var day = new DateOnly(2021, 6, 1);
        var rows = await app.InDbAsync(db => db.RiskAreas.Where(a => a.FirstDay == day).OrderBy(a => a.Code).ToListAsync());
        rows.Select(r => (r.Code, r.Level, r.LastDay, r.Name, r.Source)).ShouldBe(
        [
            (411300000000, "中风险", new DateOnly(2021, 6, 20), "卧龙区某镇", "省里 6月1日"), (420500000000, "高风险", null, rows[1].Name, "省里 6月1日"),
            (510100000000, "低风险", null, rows[2].Name, "省里 6月1日"),
        ]);
    }

    [Fact]
    public void A_row_is_told_all_that_is_wrong_and_days_are_read_as_notices_write_them()
    {
        RiskLevel[] levels = [.. new TravelPlan().Levels];
        var today = new DateOnly(2026, 1, 10);
        var wrong = RiskAreaRow.Read("乌有乡", "", "紫", "昨天", "", levels, today);
        wrong.Refusal!.ShouldContain("乌有乡");
        wrong.Refusal!.ShouldContain("等级“紫”");
        wrong.Refusal!.ShouldContain("“昨天”读不懂");
        var read = RiskAreaRow.Read("河南信阳", "", "高", "12月30日", "1月5日", levels, today).Value;
        (read.First, read.Last).ShouldBe((new DateOnly(2025, 12, 30), new DateOnly(2026, 1, 5)));
        RiskAreaRow.Read("河南信阳", "", "高", "1月10日", "", levels, today).Value.First.ShouldBe(today);
        RiskAreaRow.Read("河南信阳", "", "高", "13月1日", "", levels, today).Refused.ShouldBeTrue();
    }

    [Fact]
    public async Task A_list_in_another_order_of_columns_is_not_corrected_row_by_row()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Areas + "/new");
        var rows = string.Join('\n', Enumerable.Range(0, RiskAreaList.MostRefused + 1).Select(i => $"高风险,河南信阳{i},2026-03-01"));
        (await director.SubmitAsync("/list", ("pasted", rows), ("listSource", "省里"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("多半是各列的顺序不对");
        director.Page.QuerySelector("textarea[name=pasted]")!.TextContent.ShouldContain("河南信阳7");
    }

    [Fact]
    public async Task What_is_no_list_is_said()
    {
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Areas + "/new");
        (await director.UploadAsync("/list", "file", "x.xlsx", "PK垃圾"u8.ToArray(), ("listSource", "省里"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Page.QuerySelector(".invalid-feedback").ShouldNotBeNull();
        (await director.UploadAsync("/list", "file", "x.csv", [], ("listSource", "省里"))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        director.Text.ShouldContain("里面没有内容");
    }
}
