using SafeIsle.Households;
using SafeIsle.Households.Import;
using SafeIsle.Platform.Sheets;

using RegisterParser = SafeIsle.Households.Import.RegisterParser;

namespace SafeIsle.Tests.Households.Import;

public sealed class RegisterParserTests
{
    private const string Id1 = "990000199003071235";

    private static readonly Dictionary<string, string> TagWords = new(StringComparer.Ordinal)
    {
        ["独居"] = "alone", ["独居老人"] = "alone", ["孕妇"] = "pregnant", ["慢性病"] = "medicine", ["慢病"] = "medicine", ["高血压"] = "medicine", ["残疾"] = "disabled", ["无手机"] = "no-phone",
    };

    private static readonly RegisterOptions Options = new("春天一期", new DateOnly(2026, 3, 23), TagWords);

    private static Sheet Grid(string name, params string[][] rows) =>
        new(name, Hidden: false, [.. rows.Select((cells, i) => new SheetRow(i + 1, [.. cells.Select(text => new SheetCell(text))])).Where(row => row.Cells.Any(c => !c.IsBlank))]);

    private static RegisterReading Read(Sheet sheet, RegisterOptions? options = null) =>
        RegisterParser.Read([(sheet, HeaderFinder.Find(sheet, TagWords))], options ?? Options);

    private static RegisterReading Read(params string[][] rows) => Read(Grid("表", rows));

    private static string[] Row(params string[] cells) => cells;

    private static string Says(ImportRow row) =>
        row.Rejected ? "! " + string.Join(' ', row.Problems) : $"{row.Address!.Short} {row.Tenure} {row.HouseholdNumber}{row.Person?.Name} {row.Person?.Relation}".Trim();

    [Fact]
    public void Members_without_an_address_live_where_their_head_does()
    {
        var rows = Read(
            Row("住址", "姓名", "与户主关系"),
            Row("38-2-501", "张三", "户主"), Row("", "李四", "妻子"), Row("", "张五", "儿子"),
            Row("38号楼2单元502室", "王六", "本人"), Row("", "王七", "长女")).Rows;
        rows.Select(Says).ShouldBe([
            "38-2-501 Owner 张三 户主", "38-2-501 Owner 李四 妻", "38-2-501 Owner 张五 子",
            "38-2-502 Owner 王六 户主", "38-2-502 Owner 王七 长女"]);
        rows.ShouldAllBe(row => row.Address!.Compound == "春天一期");
        rows[4].ShouldSatisfyAllConditions(r => r.RowNumber.ShouldBe(6), r => r.Sheet.ShouldBe("表"), r => r.Cells.ShouldBe(["", "王七", "长女"]));
    }

    [Fact]
    public void Parts_of_an_address_are_continued_by_blanks_and_dittos()
    {
        Read(
            Row("楼号", "单元", "房号", "姓名"),
            Row("38", "2", "501", "张三"), Row("", "", "502", "李四"), Row("同上", "〃", "503", "王五"), Row("-", "-", "-", "赵六"),
            Row("39", "", "101", "钱七"), Row("39", "1", "102", "孙八"), Row("39", "", "103", "周九"), Row("", "2", "101", "吴十"))
            .Rows.Select(Says).ShouldBe([
                "38-2-501 Owner 张三", "38-2-502 Owner 李四", "38-2-503 Owner 王五", "38-2-503 Owner 赵六",
                "39-101 Owner 钱七", "39-1-102 Owner 孙八", "39-1-103 Owner 周九", "39-2-101 Owner 吴十"]);
    }

    [Fact]
    public void An_address_that_is_not_understood_is_not_carried_down()
    {
        Read(
            Row("住址", "姓名"), Row("38-2-501", "张三"), Row("三楼王家", "李四"), Row("", "王五"), Row("38-2-502", "赵六"))
            .Rows.Select(r => r.Rejected).ShouldBe([false, true, true, false]);
    }

    [Fact]
    public void Headings_sheet_names_and_titles_name_the_building()
    {
        Read(Grid("38号楼", Row("房号", "姓名"), Row("2-501", "张三"), Row("1单元101", "李四"))).Rows.Select(Says)
            .ShouldBe(["38-2-501 Owner 张三", "38-1-101 Owner 李四"]);
        Read(Row("春天二期12号楼3单元居民登记表"), Row("室号", "姓名"), Row("501", "张三")).Rows.Single().Address!.ToString()
            .ShouldBe("春天二期12号楼3单元501室");
        Read(Row("房号", "姓名"), Row("38号楼2单元"), Row("501", "张三"), Row("502", "李四"), Row("39#"), Row("1-101", "王五")).Rows.Select(Says)
            .ShouldBe(["38-2-501 Owner 张三", "38-2-502 Owner 李四", "39-1-101 Owner 王五"]);
        Read(Grid("8号楼", Row("住址", "姓名"), Row("2-501", "张三"), Row("39-1-101", "李四"))).Rows.Select(Says)
            .ShouldBe(["8-2-501 Owner 张三", "39-1-101 Owner 李四"]);
    }

    [Fact]
    public void A_room_needs_a_building()
    {
        var row = Read(Row("房号", "姓名"), Row("501", "张三")).Rows.Single();
        row.Problems.Single().ShouldContain("楼栋");
        Read(Row("楼号", "房号", "姓名"), Row("38", "", "张三")).Rows.Single().Problems.Single().ShouldContain("房号");
        Read(Row("住址", "姓名"), Row("", "张三")).Rows.Single().Problems.Single().ShouldContain("没有住址");
    }

    [Fact]
    public void Villas_shops_and_floors_are_doors()
    {
        Read(
            Row("楼栋", "楼层", "房号", "姓名"),
            Row("B12别墅", "", "", "张三"), Row("", "", "", "李四"), Row("38", "", "商铺3", "便民超市"), Row("38", "5", "1", "王五"), Row("7", "2", "东户", "赵六"), Row("", "3", "A座", ""))
            .Rows.Take(5).Select(Says).ShouldBe(["B12别墅 Owner 张三", "B12别墅 Owner 李四", "38-商铺3 Shop 便民超市", "38-501 Owner 王五", "7-2楼东户 Owner 赵六"]);
    }

    [Fact]
    public void Doors_without_people_are_kept()
    {
        var rows = Read(Row("住址", "姓名", "电话"), Row("38-2-501", "", ""), Row("38-2-502", "空置", ""), Row("38-2-503", "", "14200138000"), Row("38-2-504", "/", "")).Rows;
        rows.Select(Says).ShouldBe(["38-2-501 Owner", "38-2-502 Owner", "! 没有姓名，请补上。", "38-2-504 Owner"]);
        rows[0].Person.ShouldBeNull();
    }

    [Fact]
    public void Tenants_start_their_own_household()
    {
        Read(
            Row("住址", "姓名", "关系", "居住类型"),
            Row("38-2-501", "张三", "户主", "自住"), Row("", "李四", "妻", ""), Row("", "王五", "租户", ""), Row("", "赵六", "配偶", ""),
            Row("38-2-502", "钱七", "", ""), Row("38-2-503", "孙八（租）", "", ""), Row("38-2-503", "周九", "子", ""), Row("38-2-504", "吴十", "户主", "租住"))
            .Rows.Select(Says).ShouldBe([
                "38-2-501 Owner 张三 户主", "38-2-501 Owner 李四 妻", "38-2-501 Tenant 王五", "38-2-501 Tenant 赵六 配偶",
                "38-2-502 Owner 钱七", "38-2-503 Tenant 孙八", "38-2-503 Tenant 周九 子", "38-2-504 Tenant 吴十 户主"]);
    }

    [Fact]
    public void A_tenant_beside_the_owner_is_a_row_of_his_own()
    {
        var rows = Read(
            Row("住址", "业主姓名", "电话", "租户姓名", "租户电话", "租户身份证号"),
            Row("38-2-501", "张三", "14200138000", "王五", "14200139999", Id1),
            Row("38-2-502", "李四", "", "", "", ""),
            Row("38-2-503", "", "", "赵六", "", ""),
            Row("38-2-504", "钱七", "", "甲、乙", "", "")).Rows;
        rows.Select(Says).ShouldBe([
            "38-2-501 Owner 张三", "38-2-501 Tenant 王五 户主", "38-2-502 Owner 李四", "38-2-503 Tenant 赵六 户主", "38-2-504 Owner 钱七",
            "! 租户：一格里有两个以上的姓名，请一人写一行。"]);
        rows[1].RowNumber.ShouldBe(rows[0].RowNumber);
        rows[1].Person!.ShouldSatisfyAllConditions(p => p.DocumentNumber.ShouldBe(Id1), p => p.Phones.Single().Text.ShouldBe("14200139999"));
    }

    [Fact]
    public void Household_numbers_tell_households_apart()
    {
        Read(
            Row("住址", "户号", "姓名"), Row("38-2-501", "1", "张三"), Row("", "", "李四"), Row("38-2-501", "2", "王五"), Row("38-2-502", "", "赵六"))
            .Rows.Select(r => (r.HouseholdNumber, r.Person!.Name)).ShouldBe([("1", "张三"), ("1", "李四"), ("2", "王五"), ("", "赵六")]);
    }

    [Fact]
    public void Everything_between_the_rows_is_passed_over_with_a_reason()
    {
        var reading = Read(
            Row("春天社区居民登记表"), Row("序号", "住址", "姓名"), Row("1", "2", "3", "4"),
            Row("1", "38-2-501", "张三"), Row("春天社区居民登记表"), Row("序号", "住 址", "姓名"), Row("2", "38-2-502", "李四"),
            Row("合计", "", "2人"), Row("填表人：", "某某"), Row("注：以上信息仅用于社区服务，不得外传"), Row("3", "", ""));
        reading.Rows.Select(Says).ShouldBe(["38-2-501 Owner 张三", "38-2-502 Owner 李四"]);
        reading.Skipped.Select(s => s.RowNumber).ShouldBe([3, 5, 6, 8, 9, 10, 11]);
        reading.Skipped.ShouldAllBe(s => s.Reason.Length > 0);
    }

    [Fact]
    public void A_person_is_read_with_everything_the_row_says()
    {
        var person = Read(
            Row("住址", "姓名", "性别", "年龄", "证件号码", "联系电话", "备用电话", "在家情况", "人户一致", "户籍地址", "标签", "孕妇", "用药", "备注"),
            Row("38-2-501", "张 三", "男", "30", Id1, "142 0013 8000/0552-3012345（儿子）", "14200139999", "外出（上海）", "否", "某省某市", "独居老人、慢病（胃病） 爱养花", "√", "二甲双胍", "早上送奶")).Rows.Single().Person!;
        person.Name.ShouldBe("张三");
        (person.Sex, person.BirthDate, person.DocumentKind, person.DocumentNumber).ShouldBe((Sex.Male, new DateOnly(1990, 3, 7), DocumentKind.ResidentId, Id1));
        person.Phones.Select(p => p.Text).ShouldBe(["14200138000", "0552-3012345", "14200139999"]);
        (person.Presence, person.AwayWhere, person.RegisteredHere, person.RegisteredAddress).ShouldBe((Presence.Away, "上海", false, "某省某市"));
        person.Tags.ShouldBe([new TagInput("alone", "独居老人", ""), new TagInput("medicine", "慢病", "胃病、二甲双胍"), new TagInput("pregnant", "孕妇", "")]);
        foreach (var word in new[] { "早上送奶", "爱养花", "儿子" })
        {
            person.Note.ShouldContain(word);
        }
    }

    [Fact]
    public void Columns_of_ticks_take_ticks_crosses_and_details()
    {
        Read(
            Row("住址", "姓名", "是否独居", "残疾"),
            Row("1-1-101", "甲一", "是", ""), Row("1-1-102", "乙二", "否", "二级"), Row("1-1-103", "丙三", "✓", "×"), Row("1-1-104", "丁四", "0", "1"))
            .Rows.Select(r => string.Join(',', r.Person!.Tags.Select(t => t.Code + t.Detail))).ShouldBe(["alone", "disabled二级", "alone", "disabled"]);
    }

    [Fact]
    public void Masked_values_mean_as_before()
    {
        var person = Read(Row("住址", "姓名", "身份证号", "电话"), Row("38-2-501", "张三", "990000********1234", "142****8000")).Rows.Single().Person!;
        (person.DocumentNumber, person.MaskedDocument).ShouldBe((null, "990000********1234"));
        person.Phones.ShouldBeEmpty();
        person.MaskedPhones.ShouldBe(["142****8000"]);
    }

    [Theory]
    [InlineData("张三、李四", "两个以上的姓名")]
    [InlineData("张三 李四", "两个姓名")]
    [InlineData("同上", "同上")]
    [InlineData("张三2", "数字")]
    public void Names_that_are_not_one_person_are_rejected(string name, string says) =>
        Read(Row("住址", "姓名"), Row("38-2-501", name)).Rows.Single().Problems.Single().ShouldContain(says);

    [Theory]
    [InlineData("张 三", "张三")]
    [InlineData("\u3000欧阳 娜娜", "欧阳娜娜")]
    [InlineData("𠮷田", "𠮷田")]
    [InlineData("阿依古丽\u2022买买提", "阿依古丽\u00B7买买提")]
    [InlineData("阿依古丽.买买提", "阿依古丽\u00B7买买提")]
    [InlineData("John Smith Jr.", "John Smith Jr.")]
    [InlineData("张三\uFF08户主\uFF09", "张三")]
    public void Names_keep_their_characters(string name, string read) =>
        Read(Row("住址", "姓名"), Row("38-2-501", name)).Rows.Single().Person!.Name.ShouldBe(read);

    [Fact]
    public void Wrong_numbers_reject_the_row_or_only_themselves()
    {
        string[][] rows = [Row("住址", "姓名", "身份证号", "电话", "出生日期"), Row("38-2-501", "张三", "99000019900307123", "1420013800", "昨天")];
        var strict = Read(rows).Rows.Single();
        strict.Problems.Count.ShouldBe(3);
        strict.Person.ShouldBeNull();
        var lenient = Read(Grid("表", rows), Options with { KeepRowsWithBadNumbers = true }).Rows.Single();
        lenient.Problems.ShouldBeEmpty();
        lenient.Warnings.Count.ShouldBe(3);
        lenient.Person!.ShouldSatisfyAllConditions(p => p.Name.ShouldBe("张三"), p => p.DocumentNumber.ShouldBeNull(), p => p.Phones.ShouldBeEmpty());
    }

    [Fact]
    public void Contradictions_are_warned_of()
    {
        var row = Read(Row("住址", "姓名", "性别", "年龄", "出生日期", "身份证号"), Row("38-2-501", "张三", "女", "70", "1991-1-1", Id1)).Rows.Single();
        row.Warnings.Count.ShouldBe(3);
        row.Person!.BirthDate.ShouldBe(new DateOnly(1990, 3, 7));
    }

    [Theory]
    [InlineData("1950-03-08")]
    [InlineData("1950/3/8")]
    [InlineData("1950.3.8")]
    [InlineData("19500308")]
    [InlineData("1950年3月8日")]
    public void Birth_dates_come_in_many_forms(string text) =>
        Read(Row("住址", "姓名", "出生日期"), Row("38-2-501", "张三", text)).Rows.Single().Person!.BirthDate.ShouldBe(new DateOnly(1950, 3, 8));

    [Theory]
    [InlineData("在家", Presence.Home, "")]
    [InlineData("是", Presence.Home, "")]
    [InlineData("不在", Presence.Away, "")]
    [InlineData("外出务工", Presence.Away, "")]
    [InlineData("在上海务工", Presence.Away, "上海")]
    [InlineData("外地（南京市）", Presence.Away, "南京市")]
    [InlineData("空置", Presence.Away, "")]
    public void Presence_is_read_with_the_place(string text, Presence presence, string where)
    {
        var person = Read(Row("住址", "姓名", "居住情况"), Row("38-2-501", "张三", text)).Rows.Single().Person!;
        (person.Presence, person.AwayWhere).ShouldBe((presence, where));
    }

    [Fact]
    public void Failed_formulas_are_told_and_nothing_is_carried_over_them()
    {
        var rows = new[] { "住址 姓名 电话", "38-2-501 张三 14200138000", "#REF! 李四 -", " 王五 -", "38-2-502 #N/A -", "38-2-503 赵六 #N/A" }.Select(line => line.Split(' ')).ToArray();
        var sheet = Grid("表", rows);
        sheet = sheet with { Rows = [.. sheet.Rows.Select(row => row with { Cells = [.. row.Cells.Select(cell => cell with { IsError = cell.Text.StartsWith('#') })] })] };
        var read = Read(sheet).Rows;
        read.Select(r => r.Rejected).ShouldBe([false, true, true, true, false]);
        read[^1].Warnings.Single().ShouldContain("失效的公式");
    }

    [Fact]
    public void Nonsense_never_raises_anything()
    {
        string[] words =
        [
            "", "", "38-2-501", "同上", "-", "张三", "张三、李四", "户主", "租户", "#", "(", ")", "14200138000", Id1, "990000********1234", "38号楼", "合计", "√", "姓名", "住址", "电话",
            "单元", "别墅", "商铺", "B12别墅", "出租", "空置", "在", "1", "0", "\uFF08", "\uD842", "1990-3-7", "99999999999999999999", "=1+1", new string('一', 5_000), new string('(', 5_000),
            string.Concat(Enumerable.Repeat("a,", 3_000)), string.Concat(Enumerable.Repeat("1 ", 3_000)), string.Concat(Enumerable.Repeat("信息", 3_000)),
        ];
        var random = new Random(38);
        string[] Line() => [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => words[random.Next(words.Length)])];
        for (var round = 0; round < 40; round++)
        {
            var rows = new[] { Row("住址", "姓名", "楼号", "房号", "电话", "身份证号", "标签", "租户", "居住情况") }.Concat(Enumerable.Range(0, 30).Select(_ => Line())).ToArray();
            var reading = Read(Grid(words[random.Next(words.Length)], random.Next(2) == 0 ? rows : rows[1..]));
            reading.Rows.ShouldAllBe(r => r.Rejected || r.Address != null);
        }
    }
}
