using SafeIsle.Platform;
using SafeIsle.Platform.Print;

namespace SafeIsle.Households.Tables;

/// <summary>Rosters on paper: one section for each building, with page numbers of its own, a column to tick and one to write in.</summary>
internal static class RosterPaper
{
    private const double RowMm = 7;
    private const double CodeMm = 19;

    private static readonly Column[] Columns =
    [
        new("房屋") { Mm = 17 }, new("姓名") { Mm = 20 }, new("性别") { Mm = 10, Align = Align.Center }, new("年龄") { Mm = 10, Align = Align.Center },
        new("关系") { Mm = 14 }, new("居住") { Mm = 11 }, new("电话") { Mm = 25 }, new("在家") { Mm = 11, Align = Align.Center },
        new("关怀标签"), new("核对") { Mm = 10 }, new("备注") { Mm = 18 },
    ];

    /// <param name="full">Phones unmasked: record the look before.</param>
    /// <param name="by">Who prints it.</param>
    /// <param name="address">Scheme and host of the product, for the code that brings the page back.</param>
    public static Paper Of(IReadOnlyList<Roster> rosters, bool full, string by, string address)
    {
        var first = rosters[0];
        return new(
            rosters.Count == 1 ? first.Title : $"{first.Community} 楼组表 {rosters.Count} 栋",
            Orientation.Portrait,
            rosters.Select(roster => SectionOf(roster, full, address)).ToList())
        {
            CreatedAt = first.Now,
            Author = by,
            FooterLeft = $"{first.Community} {by} {first.Now.Full()}",
            FooterRight = full ? "含居民电话，用后收回销毁" : "电话已脱敏",
        };
    }

    private static Section SectionOf(Roster roster, bool full, string address)
    {
        var tags = string.Join("  ", roster.TagCounts.Select(t => $"{t.Tag} {t.People}"));
        var link = address + RegisterPaths.Roster(roster.Building.CommunityId, roster.Building.Id);
        return new(
            new SideBySide(
                [
                    new Heading(roster.Title),
                    new Paragraph($"{roster.Community} {roster.Compound}") { Align = Align.Center, After = 1 },
                    new Facts(
                        4,
                        new("房屋", $"{roster.Doors.Count} 套"), new("有住户", $"{roster.Occupied} 套"), new("户", $"{roster.Households.Count()}"),
                        new("人", $"{roster.People.Count()}"), new("在家", $"{roster.AtHome} 人"), new("外出", $"{roster.Away} 人")),
                ],
                [new QrCode(link, CodeMm, "扫码看最新")],
                CodeMm + 8),
            new Paragraph(tags.Length > 0 ? tags : "没有关怀标签") { Size = 9, After = 0.5 },
            new Paragraph(roster.Stamp.ToString()) { Size = 8.5 },
            new Table(Columns, Rows(roster, full)) { RowMm = RowMm, Empty = "这栋楼还没有房屋" })
        {
            RunningHead = $"{roster.Community} {roster.Compound} {roster.Title}",
            NumberedAs = roster.Building.Label,
        };
    }

    private static List<Row> Rows(Roster roster, bool full)
    {
        var rows = new List<Row>();
        RosterLine? last = null;
        foreach (var line in roster.Lines)
        {
            // The door stands on every row: a household may go on overleaf, and a sheet may be carried alone.
            var door = line.Door.Name;
            var tenure = line.Household is { } household && household.Id != last?.Household?.Id ? RegisterWords.Of(household.Tenure) : "";
            rows.Add(line.Person is not { } card
                ? new Row(door, $"({line.Name})", "", "", "", tenure, "", "", "", "", "")
                : new Row(
                    door, line.Name, RegisterWords.Of(card.Row.Sex), $"{card.AgeOn(roster.Today)}", RegisterWords.OfRelation(card.Row.Relation), tenure,
                    string.Join('\n', full ? card.Phones : card.Phones.Select(p => new PhoneNumber(p).MaskedFor(roster.MayCall))),
                    RegisterWords.Of(card.Row.Presence), string.Join('、', roster.Tags.Of(card.Tags.Keys)), "", ""));
            last = line;
        }

        return rows;
    }
}
