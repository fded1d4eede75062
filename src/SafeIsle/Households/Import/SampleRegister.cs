using System.Globalization;
using SafeIsle.Platform.Sheets;

namespace SafeIsle.Households.Import;

/// <summary>
/// A register as committees keep it, to try an import with: 9号楼 of 樱花苑, with everything that ten years and five hands leave in a
/// table, and exactly <see cref="Rejected"/> rows that cannot be taken over. Nobody in it exists: ID numbers have the region 990000,
/// phones begin with 142. The same bytes each time; docs/guide holds a copy.
/// </summary>
public static class SampleRegister
{
    public const string FileName = "示例登记表.xlsx";

    /// <summary>A number that the table program ruined, a wrong check character, a door that cannot be read.</summary>
    public const int Rejected = 3;

    private const string Region = "990000";
    private const int Units = 2;
    private const int Floors = 5;
    private const int Doors = 2;
    private const int RowsOnPage = 16;
    private const int EarliestYear = 1936;

    private static readonly string[] Surnames = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨", "𠮷", "欧阳"];
    private static readonly string[] Given = ["建国", "秀英", "志强", "桂兰", "晓明", "丽华", "子涵", "宇轩", "玉珍", "海燕", "文博", "雅琴", "小军", "春梅", "思远", "美玲"];
    private static readonly string[] Relations = ["户主", "配偶", "儿子", "母亲"];

    private static readonly SheetColumn[] Heading =
    [
        new("序号", 6), new("小区", 10), new("楼栋", 8), new("单元", 8), new("房号", 8), new("姓名", 10), new("与户主关系", 12), new("性别", 6),
        new("身份证号码", 24), new("联系电话", 26), new("居住类型", 10), new("是否在家", 12), new("特殊情况", 24), new("备注", 24),
    ];

    /// <returns>The workbook.</returns>
    public static byte[] Write()
    {
        using var file = new MemoryStream();
        using (var writer = new SheetWriter(file))
        {
            writer.Sheet("9号楼", Heading, "樱花苑居民情况登记表(9号楼)", "填表单位:樱花苑居委会   请如实填写,电话可填两个");
            var rows = People().ToList();
            for (var i = 0; i < rows.Count; i++)
            {
                writer.Row(rows[i]);
                if ((i + 1) % RowsOnPage == 0)
                {
                    // Printed page by page, the heading was pasted again.
                    writer.Row([.. Heading.Select(h => (SheetValue)h.Title)]);
                }
            }

            writer.Row("合计", "", "", "", "", $"共 {rows.Count} 人");
            WriteLetOut(writer);
        }

        return file.ToArray();
    }

    private static IEnumerable<SheetValue[]> People()
    {
        var number = 0;
        for (var unit = 1; unit <= Units; unit++)
        {
            for (var floor = 1; floor <= Floors; floor++)
            {
                for (var door = 1; door <= Doors; door++)
                {
                    var members = 1 + (((unit * 7) + (floor * 3) + door) % 3);
                    for (var k = 0; k < members; k++)
                    {
                        yield return Row(number++, unit, $"{floor}0{door}", k);
                    }
                }
            }
        }
    }

    private static SheetValue[] Row(int n, int unit, string room, int member) =>
    [
        n + 1,
        n == 0 ? "樱花苑" : n % 7 == 3 ? "同上" : "",
        n == 0 ? "9号楼" : member > 0 ? "" : n % 4 == 1 ? "同上" : "9",
        member > 0 ? "" : unit == 1 ? "1" : "二单元",
        member > 0 ? "" : n % 5 == 2 ? Wide(room) : room,
        Name(n, room, member),
        Relations[member],
        IsMan(n) ? "男" : "女",
        Document(n),
        Phone(n, member),
        member > 0 ? "" : "自住",
        n % 9 == 4 ? "外出(合肥)" : n % 9 == 7 ? "" : "在家",
        Tags(n),
        n % 13 == 6 ? "对海鲜过敏" : "",
    ];

    private static string Name(int n, string room, int member)
    {
        // Families share the head's surname; the second member married in.
        var family = Surnames[(room[0] - '0' + (room[^1] * 5)) % Surnames.Length];
        var surname = member == 1 ? Surnames[n % Surnames.Length] : family;
        var given = Given[n * 5 % Given.Length];
        return surname.Length == 1 && n % 6 == 3 ? $"{surname} {given}" : surname + given;
    }

    private static bool IsMan(int n) => n % 2 == 0;

    private static SheetValue Document(int n)
    {
        var number = Id(n);
        return n switch
        {
            5 => long.Parse(number[..15] + "000", CultureInfo.InvariantCulture),
            11 => number[..^1] + (number[^1] == '1' ? '2' : '1'),
            17 => "",
            _ when n % 8 == 2 => Wide(number),
            _ when n % 10 == 9 => "E" + (10_000_000 + (n * 137)).ToString(CultureInfo.InvariantCulture),
            _ => number,
        };
    }

    // The last digit of the sequence is odd for men.
    private static string Id(int n)
    {
        var born = new DateOnly(EarliestYear + (n * 7 % 80), 1 + (n % 12), 1 + (n * 3 % 28));
        var first17 = Region + born.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + (100 + (n * 2) + (IsMan(n) ? 1 : 0)).ToString(CultureInfo.InvariantCulture);
        return ResidentIdNumber.Complete(first17);
    }

    private static SheetValue Phone(int n, int member)
    {
        var first = Mobile(n);
        return n switch
        {
            _ when member == 2 => "同上",
            _ when n % 7 == 3 => $"{first[..3]} {first[3..7]} {first[7..]}",
            _ when n % 7 == 5 => $"{first}/{Mobile(n + 500)}(儿子)",
            _ when n % 11 == 8 => "无手机",
            _ when n % 5 == 4 => long.Parse(first, CultureInfo.InvariantCulture),
            _ => first,
        };
    }

    private static string Mobile(int n) => (14_200_100_000 + (n * 373)).ToString(CultureInfo.InvariantCulture);

    // Typed with the input method in the wrong mode.
    private static string Wide(string digits) => string.Concat(digits.Select(static c => (char)(c + ('\uFF10' - '0'))));

    private static string Tags(int n) => (n % 12) switch
    {
        1 => "独居老人",
        4 => "高血压(硝苯地平)",
        8 => "孕妇",
        10 => "志愿者、医护家属",
        _ => "",
    };

    // The second tab, kept by somebody else: the address in one cell, tenants beside their landlords.
    private static void WriteLetOut(SheetWriter writer)
    {
        writer.Sheet(
            "续表",
            [new("住址", 24), new("业主", 10), new("业主电话", 16), new("租户姓名", 10), new("租户电话", 16), new("租户身份证号", 24), new("备注", 30)],
            "樱花苑9号楼 另行登记的住户");
        string[] addresses = ["9-1-601", "9号楼1单元602室", "9#2单元601", "樱花苑9号楼二单元602", "9栋门卫旁边平房"];
        for (var i = 0; i < addresses.Length; i++)
        {
            var n = 60 + (i * 2);
            var hasTenant = i % 2 == 1;
            writer.Row(
                addresses[i], Surnames[i + 3] + Given[i], Mobile(n),
                hasTenant ? Surnames[i + 8] + Given[i + 5] : "", hasTenant ? Mobile(n + 1) : "", hasTenant ? Id(n + 1) : "", i == 0 ? "长期用药:二甲双胍" : "");
        }

        writer.Row("注:商铺另表登记");
    }
}
