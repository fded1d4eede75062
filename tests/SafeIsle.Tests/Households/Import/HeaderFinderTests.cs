using SafeIsle.Households.Import;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Tests.Households.Import;

public sealed class HeaderFinderTests
{
    private static readonly Dictionary<string, string> TagWords = new(StringComparer.Ordinal) { ["独居"] = "alone", ["孕妇"] = "pregnant" };

    private static SheetHeader Find(params string[][] rows) => HeaderFinder.Find(Sheet(rows), TagWords);

    // "<" repeats the cell to the left, "^" the one above, as merged cells do.
    private static Sheet Sheet(params string[][] rows)
    {
        var read = new List<SheetRow>();
        for (var r = 0; r < rows.Length; r++)
        {
            var cells = new SheetCell[rows[r].Length];
            for (var c = 0; c < cells.Length; c++)
            {
                cells[c] = rows[r][c] switch
                {
                    "<" => cells[c - 1] with { IsMerged = true },
                    "^" => read[^1][c] with { IsMerged = true },
                    var text => new SheetCell(text),
                };
            }

            read.Add(new SheetRow(r + 1, cells));
        }

        return new Sheet("表", Hidden: false, read);
    }

    private static string[] Row(params string[] cells) => cells;

    private static IEnumerable<RegisterColumn> Columns(SheetHeader header) => header.Columns.Select(c => c.Column);

    [Fact]
    public void A_header_below_titles_is_found_and_sampled()
    {
        var header = Find(
            Row("春天社区居民登记表", "<", "<", "<"), Row("填表人：某某", "", "", "2026年3月"), Row("序号", "家庭住址", "姓 名*", "联系电话（手机）"),
            Row("1", "38-2-501", "张三", "14200138000"), Row("2", "38-2-501", "李四", ""));
        (header.Found, header.FirstRow, header.LastRow).ShouldBe((true, 3, 3));
        Columns(header).ShouldBe([RegisterColumn.None, RegisterColumn.Address, RegisterColumn.Name, RegisterColumn.Phone]);
        header.Columns[1].Samples.ShouldBe(["38-2-501"]);
        header.Columns[2].ShouldSatisfyAllConditions(c => c.Title.ShouldBe("姓 名*"), c => c.Samples.ShouldBe(["张三", "李四"]));
        header.Titles.ShouldContain("春天社区居民登记表");
    }

    [Fact]
    public void A_header_of_two_rows_is_joined()
    {
        var header = Find(
            Row("登记表", "<", "<", "<", "<", "<", "<"),
            Row("住址", "<", "<", "姓名", "租户信息", "<", "户籍"),
            Row("楼号", "单元", "房号", "^", "姓名", "电话", "详细地址"),
            Row("38", "2", "501", "张三", "王五", "14200138000", "某省"));
        (header.FirstRow, header.LastRow).ShouldBe((2, 3));
        Columns(header).ShouldBe([
            RegisterColumn.Building, RegisterColumn.Unit, RegisterColumn.Room, RegisterColumn.Name,
            RegisterColumn.TenantName, RegisterColumn.TenantPhone, RegisterColumn.RegisteredAddress]);
        header.Columns[4].Title.ShouldBe("租户信息/姓名");
    }

    [Fact]
    public void Synonyms_ticks_and_second_telephones_are_known()
    {
        Columns(Find(
            Row("幢号", "户室", "户主姓名", "家庭成员", "与户主关系", "公民身份号码", "是否独居", "孕妇", "手机号码", "联系方式", "紧急联系人电话", "人户情况", "户籍所在地", "居住类别", "备注"),
            Row("38", "501", "张三", "李四"))).ShouldBe([
                RegisterColumn.Building, RegisterColumn.Room, RegisterColumn.HeadName, RegisterColumn.Name, RegisterColumn.Relation, RegisterColumn.DocumentNumber,
                RegisterColumn.TagTick, RegisterColumn.TagTick, RegisterColumn.Phone, RegisterColumn.Phone2, RegisterColumn.None,
                RegisterColumn.RegisteredHere, RegisterColumn.RegisteredAddress, RegisterColumn.Tenure, RegisterColumn.Note]);
    }

    [Fact]
    public void The_head_is_the_name_where_there_is_no_other() =>
        Columns(Find(Row("房号", "业主", "业主电话"), Row("501", "张三", "1"))).ShouldBe([RegisterColumn.Room, RegisterColumn.Name, RegisterColumn.Phone]);

    [Fact]
    public void Sheets_without_people_have_no_header()
    {
        Find(Row("统计", "数量"), Row("户数", "86"), Row("人数", "174")).Found.ShouldBeFalse();
        Find(Row("通知"), Row("各位居民：")).Found.ShouldBeFalse();
        var none = Find(Row("38-2-501", "张三", "14200138000"));
        none.Found.ShouldBeFalse();
        none.Columns.Count.ShouldBe(3);
    }

    [Fact]
    public void The_user_corrects_a_column()
    {
        var header = Find(Row("住址", "姓名", "称呼"), Row("38-2-501", "户主", "张三")).With(2, RegisterColumn.Name);
        Columns(header).ShouldBe([RegisterColumn.Address, RegisterColumn.None, RegisterColumn.Name]);
        header.With(1, RegisterColumn.TagTick, "独居").Columns[1].TagWord.ShouldBe("独居");
    }

    [Fact]
    public void Every_column_has_a_name_for_people()
    {
        foreach (var column in Enum.GetValues<RegisterColumn>())
        {
            ColumnWords.NameOf(column).ShouldNotBeEmpty();
        }
    }
}
