using System.Globalization;
using System.Text;
using SafeIsle.Households;
using SafeIsle.Tests.Platform.Sheets;

namespace SafeIsle.Tests.Households.Import;

/// <summary>
/// A register as five people keep it over ten years: three sheets that agree on nothing. Nobody in it is real: region 990000, phones
/// from 142. The same bytes on every run.
/// </summary>
internal sealed class MessyRegister
{
    /// <summary>Rows that must be rejected: an ID ruined by the spreadsheet, two names in a cell, an address that nobody can read.</summary>
    internal const int Rejected = 3;

    /// <summary>The compound to give as default when it is read.</summary>
    internal const string Compound = "春天一期";

    private const string Surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗";
    private const string Given = "安宁静远清和明朗思齐子墨若兰向阳怀玉成竹听雨望舒如松";

    private readonly Random random = new(38);
    private readonly XlsxBuilder book = new();
    private int people;
    private int doors;
    private int idStyle;

    /// <summary>People that can be taken over.</summary>
    internal int People => people - Rejected;

    /// <summary>Doors, vacant ones too, the unreadable one left out.</summary>
    internal int Doors => doors;

    internal MemoryStream Build()
    {
        idStyle = book.Style("0");
        book.Sheet("38号楼", SplitSheet).Sheet("12-13号楼(新)", OneCellSheet).Sheet("别墅商铺", WideSheet);
        book.Sheet("说明", static s => s.Row("各楼组长请每周五前更新").Row("有问题打居委会电话"));
        return book.Build();
    }

    // Building, unit and room in columns of their own, merged over each household; the header again on every printed page.
    private void SplitSheet(SheetXml sheet)
    {
        sheet.Row("春天社区一期居民信息登记表").Merge("A1:K1").Row("填表单位:春天社区", null, null, null, null, null, "更新:2026年3月");
        Header(sheet);
        var serial = 0;
        for (var unit = 1; unit <= 2; unit++)
        {
            for (var floor = 1; floor <= 9; floor++)
            {
                if (floor == 4)
                {
                    continue;
                }

                doors++;
                var room = Invariant($"{floor}0{random.Next(1, 3)}");
                var size = random.Next(1, 5);
                var first = sheet.Last + 1;
                var surname = Surname();
                for (var member = 0; member < size; member++)
                {
                    var head = member == 0;
                    var (id, sex) = Id(member < 2 ? 30 + random.Next(45) : random.Next(18), member is 1 or 3);
                    sheet.Row(
                        ++serial,
                        head ? (floor % 2 == 0 ? Wide("38") : "38号楼") : null,
                        head ? (object)(unit == 1 ? "一单元" : Invariant($"{unit}")) : null,
                        head ? (floor == 5 ? Wide(room) : (object)int.Parse(room, CultureInfo.InvariantCulture)) : null,
                        member == 2 ? Spaced(Name(surname)) : Name(member == 1 ? Surname() : surname),
                        member switch { 0 => "户主", 1 => "妻", 2 => "儿子", _ => "女儿" },
                        sex,
                        unit == 1 && floor == 3 && head ? Raw.Number(Ruin(id), idStyle) : id,
                        head ? PhoneCell(floor) : member == 1 ? Invariant($"{Phone()[..3]} {Phone()[3..7]} {Phone()[7..]}") : null,
                        head && floor == 2 ? "外出(南京)" : "在家",
                        head && floor == 1 ? "独居老人、慢病(高血压)" : member == 1 && floor == 5 ? "孕妇" : null);
                    people++;
                }

                if (size > 1)
                {
                    foreach (var column in "BCD")
                    {
                        sheet.Merge(Invariant($"{column}{first}:{column}{sheet.Last}"));
                    }
                }
            }

            sheet.Row("合计", null, null, null, Invariant($"{serial}人")).Skip();
            if (unit == 1)
            {
                Header(sheet);
            }
        }

        sheet.Row("审核人:", null, null, null, null, null, "填表人:");
    }

    private static void Header(SheetXml sheet)
    {
        var top = sheet.Last + 1;
        sheet.Row("序号", "住址", null, null, "姓名", "与户主关系", "性别", "身份证号码", "联系电话", "在家情况", "特殊人群")
            .Row(null, "楼号", "单元", "房号").Merge(Invariant($"B{top}:D{top}"));
        foreach (var column in "AEFGHIJK")
        {
            sheet.Merge(Invariant($"{column}{top}:{column}{top + 1}"));
        }
    }

    // The address in one cell, each time in another spelling; members below their head, tenants below the owner.
    private void OneCellSheet(SheetXml sheet)
    {
        sheet.Skip().Row("姓 名", "家庭住址", "关系", "证件类型", "证件号码", "手机号(可填两个)", "人户一致", "户籍地址", "备注");
        for (var door = 0; door < 16; door++)
        {
            doors++;
            var (building, unit, room) = (12 + (door / 8), 1 + (door / 4 % 2), ((1 + (door % 4)) * 100) + 1);
            var (id, _) = Id(40 + door, woman: false);
            sheet.Row(door == 5 ? "赵明朗、孙听雨" : Name(), Spelling(door, building, unit, room), door % 3 == 0 ? "本人" : "户主", "身份证", door == 9 ? id[..6] + " " + id[6..14] + " " + id[14..] : id, PhoneCell(door), door % 4 == 1 ? "否" : "是", door % 4 == 1 ? "外省某市" : null, door == 3 ? "早上送奶" : null);
            people++;
            for (var member = 0; member < door % 3; member++)
            {
                sheet.Row(Name(), member == 1 ? "同上" : null, member == 0 ? "爱人" : "长子", null, member == 0 ? null : Id(15, woman: false).Id, null, "是", "〃");
                people++;
            }

            if (door % 5 == 2)
            {
                sheet.Row(Name() + "(租)", null, null, "护照", Invariant($"E{random.Next(10_000_000, 99_999_999)}"), Phone(), "否", "外省");
                sheet.Row(Name(), null, "配偶", "台胞证", Invariant($"{random.Next(30_000_000, 99_999_999)}"), Phone(), "否", null);
                people += 2;
            }

            if (door == 7)
            {
                sheet.Skip(2).Row("姓 名", "家庭住址", "关系", "证件类型", "证件号码", "手机号(可填两个)", "人户一致", "户籍地址", "备注");
            }
        }

        sheet.Row(Name(), "三楼老王家对门", "户主", null, null, Phone());
        people++;
        sheet.Row("注:蓝色为2025年新增").Merge(Invariant($"A{sheet.Last}:I{sheet.Last}"));
    }

    // Owners with their tenants beside them, villas, shops, columns of ticks, vacant doors.
    private void WideSheet(SheetXml sheet)
    {
        sheet.Row("别墅及沿街商铺").Merge("A1:L1");
        sheet.Row("房屋地址", "业主姓名", "业主电话", "业主身份证号", "年龄", "房屋状态", "租户", null, null, "独居", "孕妇", "长期用药");
        sheet.Row(null, null, null, null, null, null, "姓名", "电话", "身份证号").Merge("G2:I2");
        foreach (var column in "ABCDEFJKL")
        {
            sheet.Merge(Invariant($"{column}2:{column}3"));
        }

        for (var i = 1; i <= 24; i++)
        {
            doors++;
            var address = i <= 10 ? (i % 2 == 0 ? Invariant($"B{i}别墅") : Invariant($"别墅B{i}号")) : i <= 18 ? Invariant($"38号楼商铺{i - 10}") : Invariant($"春天一期{14}#{1 + (i % 2)}-{i - 16}02");
            if (i % 6 == 0)
            {
                sheet.Row(address, i % 12 == 0 ? "空置" : null);
                continue;
            }

            var years = 25 + random.Next(55);
            var (id, _) = Id(years, i % 2 == 0);
            var rented = i % 4 == 1;
            sheet.Row(
                address, i == 2 ? "\U00020BB7田" : Name(), Raw.Number(Phone()), id, years, rented ? "出租" : i <= 10 ? "自住" : null,
                rented ? Name() : null, rented ? Phone() : null, rented ? Id(30, woman: false).Id : null,
                i % 7 == 3 ? "√" : null, i % 8 == 4 ? "是" : "否", i % 9 == 5 ? "二甲双胍" : null);
            people += rented ? 2 : 1;
        }

        sheet.Row("总计:24户");
    }

    private static string Spelling(int way, int building, int unit, int room) => (way % 8) switch
    {
        0 => Invariant($"{building}-{unit}-{room}"),
        1 => Invariant($"{building}号楼{unit}单元{room}室"),
        2 => Invariant($"春天一期{building}#{unit}-{room}"),
        3 => Wide(Invariant($"{building}-{unit}-{room}")),
        4 => Invariant($"{building}栋{(unit == 1 ? "一" : "二")}单元{room}"),
        5 => Invariant($"{building} {unit} {room}"),
        6 => Invariant($"{building}幢{unit}单元{room / 100}楼{room}"),
        _ => Invariant($"{(building == 12 ? "十二" : "十三")}号楼{unit}单元{room}"),
    };

    private object PhoneCell(int way) => (way % 4) switch
    {
        0 => Raw.Number(Phone()),
        1 => Invariant($"{Phone()}/0552-30{random.Next(10_000, 99_999)}"),
        2 => Wide(Phone()),
        _ => Invariant($"{Phone()} {Phone()}"),
    };

    private string Name() => Name(Surname());

    private string Surname() => Surnames[random.Next(Surnames.Length)].ToString();

    private string Name(string surname) => Invariant($"{surname}{Given[random.Next(Given.Length)]}{(random.Next(3) > 0 ? Given[random.Next(Given.Length)] : "")}");

    private string Phone() => Invariant($"142{random.Next(0, 100_000_000):00000000}");

    private (string Id, string Sex) Id(int years, bool woman)
    {
        var birth = new DateOnly(2026 - years - 1, 1 + random.Next(12), 1 + random.Next(28));
        var sequence = (random.Next(1, 499) * 2) + (woman ? 0 : 1);
        return (ResidentIdNumber.Complete(Invariant($"990000{birth:yyyyMMdd}{sequence:000}")), woman ? "女" : "男");
    }

    // What remains of it in a cell for numbers.
    private static string Ruin(string id) => Invariant($"{id[0]}.{id[1..15]}E+17");

    private static string Spaced(string name) => string.Join(' ', name.ToCharArray());

    private static string Wide(string text) => string.Concat(text.EnumerateRunes().Select(static rune => rune.Value is > ' ' and <= '~' ? new Rune(rune.Value + 0xFEE0) : rune).Select(static rune => rune.ToString()));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
