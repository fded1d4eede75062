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
    private const int Bearing = 24;

    private static readonly string[] Surnames = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨", "𠮷", "欧阳"];
    private static readonly string[] MensNames = ["建国", "志强", "国庆", "德明", "卫东", "小军", "文博", "思远"];
    private static readonly string[] WomensNames = ["秀英", "桂兰", "丽华", "玉珍", "海燕", "春梅", "雅琴", "美玲"];
    private static readonly string[] BoysNames = ["宇轩", "浩然", "子轩"];
    private static readonly string[] GirlsNames = ["子涵", "欣怡", "诗琪"];

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
        var (number, home) = (0, 0);
        for (var unit = 1; unit <= Units; unit++)
        {
            for (var floor = 1; floor <= Floors; floor++)
            {
                for (var door = 1; door <= Doors; door++)
                {
                    var members = Home(home++, 1 + (((unit * 7) + (floor * 3) + door) % 3));
                    for (var k = 0; k < members.Count; k++)
                    {
                        yield return Row(number++, unit, $"{floor}0{door}", k, members[k]);
                    }
                }
            }
        }
    }

    /// <summary>Who lives there: somebody old alone, a couple, or parents with a child.</summary>
    private static List<Someone> Home(int home, int size)
    {
        var manFirst = home % 3 != 2;
        var year = size switch { 1 => 1938 + (home * 5 % 14), 2 => 1946 + (home * 7 % 44), _ => 1980 + (home * 3 % 13) };
        var head = Adult("户主", manFirst, Surnames[home % Surnames.Length], home, year);
        if (size == 1)
        {
            return [head with { Tag = home % 2 == 0 ? "独居老人" : "高血压(硝苯地平)" }];
        }

        var spouse = Adult("配偶", !manFirst, Surnames[((home * 5) + 7) % Surnames.Length], home + 3, year + 1 + (home % 3));
        var mother = manFirst ? spouse.Born.Year : year;
        if (size == 2)
        {
            return [head with { Tag = year < 1965 ? "高血压(硝苯地平)" : "志愿者、医护家属" }, manFirst && mother >= 1985 ? spouse with { Tag = "孕妇" } : spouse];
        }

        var boy = home % 2 == 0;
        var given = boy ? BoysNames[home % BoysNames.Length] : GirlsNames[home % GirlsNames.Length];
        var child = new Someone((manFirst ? head : spouse).Surname, given, boy ? "儿子" : "女儿", boy, Day(Math.Max(year, mother) + Bearing + (home % 6), home + 5), "");
        return [head with { Tag = home % 4 == 1 ? "志愿者" : "" }, manFirst && mother >= 1988 ? spouse with { Tag = "孕妇" } : spouse, child];
    }

    private static Someone Adult(string relation, bool man, string surname, int n, int year)
    {
        var names = man ? MensNames : WomensNames;
        return new(surname, names[n % names.Length], relation, man, Day(year, n), "");
    }

    private static DateOnly Day(int year, int n) => new(year, 1 + (n * 5 % 12), 1 + (n * 11 % 28));

    private static SheetValue[] Row(int n, int unit, string room, int member, Someone person) =>
    [
        n + 1,
        n == 0 ? "樱花苑" : n % 7 == 3 ? "同上" : "",
        n == 0 ? "9号楼" : member > 0 ? "" : n % 4 == 1 ? "同上" : "9",
        member > 0 ? "" : unit == 1 ? "1" : "二单元",
        member > 0 ? "" : n % 5 == 2 ? Wide(room) : room,
        person.Surname.Length == 1 && n % 6 == 3 ? $"{person.Surname} {person.Given}" : person.Surname + person.Given,
        person.Relation,
        person.Man ? "男" : "女",
        Document(n, person),
        Phone(n, member),
        member > 0 ? "" : "自住",
        n % 9 == 4 ? "外出(合肥)" : n % 9 == 7 ? "" : "在家",
        person.Tag,
        n % 13 == 6 ? "对海鲜过敏" : "",
    ];

    private static SheetValue Document(int n, Someone person)
    {
        var number = Id(n, person);
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
    private static string Id(int n, Someone person) => ResidentIdNumber.Complete(
        Region + person.Born.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + (100 + (n * 2) + (person.Man ? 1 : 0)).ToString(CultureInfo.InvariantCulture));

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
            var owner = Adult("", i % 3 == 0, Surnames[i + 3], i, 1968 + i);
            var tenant = Adult("", i % 2 == 0, Surnames[i + 8], i + 5, 1990 + i);
            var hasTenant = i % 2 == 1;
            writer.Row(
                addresses[i], owner.Surname + owner.Given, Mobile(n),
                hasTenant ? tenant.Surname + tenant.Given : "", hasTenant ? Mobile(n + 1) : "", hasTenant ? Id(n + 1, tenant) : "", i == 0 ? "长期用药:二甲双胍" : "");
        }

        writer.Row("注:商铺另表登记");
    }

    private sealed record Someone(string Surname, string Given, string Relation, bool Man, DateOnly Born, string Tag);
}
