using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using SafeIsle.Platform.Text;

namespace SafeIsle.Places;

/// <summary>The grammar of what people write for a dwelling. The compound is whatever stands before the earliest building that fits.</summary>
internal static partial class DwellingSpelling
{
    private const int Longest = 120;
    private const int Timeout = 5_000;
    private const int LongestBuildingName = 20;

    // A building of that number or below may as well be a unit, where "2-501" stands beside a column of buildings.
    private const int PlausibleUnits = 9;
    private const string Separators = " /_,.\u00B7\u2022\\|:~&+";

    private const string Number = "(?:[0-9]{1,4}|[〇零一二三四五六七八九十百两廿]{1,5})";
    private const string Code = "(?:第)?(?<b>[A-Z]{0,2}" + Number + "[A-Z]?|[A-Z]{1,2})";
    private const string Named = "(?<b>(?:综合|公寓|宿舍|办公|商住|教师|职工|东|西|南|北|中|前|后|老|新)[0-9]{0,2}楼)";
    private const string AfterCode = "(?<bs>号楼|号栋|号幢|#楼|#|号|栋|幢|座|楼)";
    private const string NamedUnit = "第?(?<u>" + Number + "|[A-H甲乙丙丁])(?<us>单元|单)-*";
    private const string Unit = "(?:" + NamedUnit + "|(?<u>[0-9]{1,2})#?-+)";
    private const string Floor = "(?:(?<f>(?:负|地下|B)?" + Number + ")(?<fs>楼|层)-*|(?<f>[0-9]{1,2})-+)";
    private const string Room = "(?:(?<r>(?:负|地下)?[A-Z]{0,2}(?:[0-9]{3,4}(?:-[0-9])?|[0-9]{1,5})[A-Z]?|[〇零一二三四五六七八九]{3,4})(?<rs>室|房|号|户)?门?|(?<d>[东西南北中]{1,2})(?:边户|边|户|室|首)?)";
    private const string Tail = Unit + "?" + Floor + "?" + Room + "?";
    private const string Shop = "(?:商铺|店铺|门面房|门面|门市房|门市|底商|网点)";
    private const string Store = "(?:车库|储藏室|地下室|杂物间)";

    private static readonly SearchValues<char> OfShops = SearchValues.Create("铺面市商网库储杂下");

    internal static bool TryRead(string? text, KnownPlace known, out DwellingAddress address)
    {
        address = null!;
        var line = Straighten(text, known.Compound);
        if (line.Length is 0 or > Longest)
        {
            return false;
        }

        var found = ReadVilla(line) ?? ReadShop(line, known) ?? ReadDoor(line, known);
        if (found is null || (known.Building is not null && found.Building != known.Building))
        {
            return false;
        }

        address = found with { Compound = found.Compound ?? known.Compound };
        return true;
    }

    internal static bool TryReadBuilding(string? text, out DwellingAddress building)
    {
        building = null!;
        var line = Straighten(text, null);
        if (line.Length is 0 or > Longest)
        {
            return false;
        }

        if (ReadVilla(line) is { Room: "" } villa)
        {
            building = villa;
            return true;
        }

        var match = BuildingOnly().Match(line);
        if (match.Success && BuildingOf(match) is { } name && TryUnit(match, null, out var unit))
        {
            building = new DwellingAddress(CompoundOf(match), name, unit, null, "");
            return true;
        }

        if (ShopsOnly().IsMatch(line))
        {
            building = new DwellingAddress(null, DwellingAddress.ShopWord, 0, null, "");
            return true;
        }

        // A name that follows no rule is still the name of a building: 红楼, 幼儿园.
        if (line.Length > LongestBuildingName || line.Any(static c => char.IsAscii(c)))
        {
            return false;
        }

        building = new DwellingAddress(null, line, 0, null, "");
        return true;
    }

    private static DwellingAddress? ReadVilla(string line)
    {
        var match = line.Contains(DwellingAddress.VillaWord, StringComparison.Ordinal) ? Villa().Match(line) : Match.Empty;
        return match.Success && BuildingOf(match) is { } name
            ? new DwellingAddress(CompoundOf(match), name + DwellingAddress.VillaWord, 0, null, match.Groups["r"].Value)
            : null;
    }

    private static DwellingAddress? ReadShop(string line, KnownPlace known)
    {
        // Every word for a shop or a store has one of these characters, and few addresses do.
        var match = line.AsSpan().IndexOfAny(OfShops) < 0 ? Match.Empty : ShopOrStore().Match(line);
        if (!match.Success)
        {
            return null;
        }

        var word = match.Groups["w"].Value is { Length: > 0 } store ? store : DwellingAddress.ShopWord;
        var building = match.Groups["b"].Success ? BuildingOf(match) : known.Building ?? (word == DwellingAddress.ShopWord ? word : null);
        return building is null || !TryUnit(match, word == DwellingAddress.ShopWord ? 0 : known.Unit, out var unit)
            ? null
            : new DwellingAddress(CompoundOf(match), building, unit, null, word + Figures(match.Groups["n"].Value));
    }

    private static DwellingAddress? ReadDoor(string line, KnownPlace known)
    {
        var match = Door().Match(line);
        var whole = match.Success && BuildingOf(match) is { } name ? ReadTail(match, name, known.Unit, alone: false) : null;
        if (known.Building is not { } building)
        {
            return whole;
        }

        if (whole is not null && whole.Building == building && (known.Unit is not null || !MayBeUnit(match)))
        {
            return whole;
        }

        var rest = Inside().Match(line);
        if (!rest.Success || NamesOtherBuilding(rest))
        {
            return whole;
        }

        var door = ReadTail(rest, building, known.Unit, alone: true);
        return building == DwellingAddress.ShopWord && door is { Room.Length: > 0 } ? door with { Room = building + door.Room } : door;
    }

    // Three bare numbers are building, unit, room; a large one in front of the room is a building, too.
    private static bool NamesOtherBuilding(Match inside) =>
        inside.Groups["u"].Success && !inside.Groups["us"].Success
        && ((inside.Groups["f"].Success && !inside.Groups["fs"].Success)
            || (ChineseNumber.TryParse(inside.Groups["u"].Value, out var number) && number > PlausibleUnits));

    private static bool MayBeUnit(Match door) =>
        !door.Groups["bs"].Success && !door.Groups["u"].Success
        && ChineseNumber.TryParse(door.Groups["b"].Value, out var number) && number <= PlausibleUnits;

    private static DwellingAddress? ReadTail(Match match, string building, int? knownUnit, bool alone)
    {
        if (!TryUnit(match, knownUnit, out var unit) || !TryFloor(match, out var floor))
        {
            return null;
        }

        var compound = CompoundOf(match);
        if (match.Groups["d"].Success)
        {
            var side = match.Groups["d"].Value + "户";
            return new DwellingAddress(compound, building, unit, floor, floor is null ? side : string.Create(CultureInfo.InvariantCulture, $"{floor}楼{side}"));
        }

        var written = Figures(match.Groups["r"].Value);
        if (written.Length == 0)
        {
            var namesPlace = match.Groups["bs"].Success || match.Groups["us"].Success || !match.Groups["bare"].Success;
            return floor is null && namesPlace ? new DwellingAddress(compound, building, unit, null, "") : null;
        }

        var room = NormalRoom(written);
        var implied = FloorOf(room);
        if (floor is > 0 && implied is null && int.TryParse(room, NumberStyles.None, CultureInfo.InvariantCulture, out var door) && door < 100)
        {
            // 5楼1室 has 501 on its door.
            return new DwellingAddress(compound, building, unit, floor, string.Create(CultureInfo.InvariantCulture, $"{floor}{door:00}"));
        }

        // Three numbers in a row are unit, floor, room only when floor and room agree.
        if (floor is not null && !match.Groups["fs"].Success && implied is not null && implied != floor)
        {
            return null;
        }

        // "38-5" may be a unit as well as a door: not a guess to make.
        var bareNumber = room.Length <= 2 && !match.Groups["rs"].Success && !match.Groups["u"].Success && floor is null;
        return bareNumber && !alone ? null : new DwellingAddress(compound, building, unit, floor ?? implied, room);
    }

    private static string? BuildingOf(Match match)
    {
        var text = match.Groups["b"].Value;
        if (text.EndsWith('楼'))
        {
            return text;
        }

        var digits = text.AsSpan().Trim("ABCDEFGHIJKLMNOPQRSTUVWXYZ").ToString();
        if (digits.Length == 0)
        {
            return text;
        }

        return ChineseNumber.TryParse(digits, out var number) && number > 0
            ? text.Replace(digits, number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            : null;
    }

    private static string? CompoundOf(Match match)
    {
        var text = match.Groups["c"].Value.Trim('-');
        return text.Length == 0 ? null : text;
    }

    private static bool TryUnit(Match match, int? known, out int unit)
    {
        unit = known ?? 0;
        if (!match.Groups["u"].Success)
        {
            return true;
        }

        var text = match.Groups["u"].Value;
        var letter = text.Length == 1 ? Math.Max("ABCDEFGH".IndexOf(text[0], StringComparison.Ordinal), "甲乙丙丁".IndexOf(text[0], StringComparison.Ordinal)) : -1;
        if (letter >= 0)
        {
            unit = letter + 1;
        }
        else if (!ChineseNumber.TryParse(text, out unit))
        {
            return false;
        }

        return unit is > 0 and < 100 && (known is null or 0 || known == unit);
    }

    private static bool TryFloor(Match match, out int? floor)
    {
        floor = null;
        if (!match.Groups["f"].Success)
        {
            return true;
        }

        var text = match.Groups["f"].Value;
        var below = text[0] is '负' or '地' or 'B';
        if (!ChineseNumber.TryParse(text.TrimStart('负', '地', '下', 'B'), out var number) || number is 0 or > 99)
        {
            return false;
        }

        floor = below ? -number : number;
        return true;
    }

    private static string NormalRoom(string room)
    {
        if (room[0] is '负' or '地')
        {
            return "B" + room.TrimStart('负', '地', '下');
        }

        // 0501 is door 501.
        return room.Length == 4 && room[0] == '0' && room.All(char.IsAsciiDigit) ? room[1..] : room;
    }

    // 501 → 5, 1203 → 12, B101 → -1, A501 → 5 (wing A).
    private static int? FloorOf(string room)
    {
        var digits = room.AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        var length = 0;
        while (length < digits.Length && char.IsAsciiDigit(digits[length]))
        {
            length++;
        }

        if (length is not (3 or 4))
        {
            return null;
        }

        var floor = int.Parse(digits[..(length - 2)], NumberStyles.None, CultureInfo.InvariantCulture);
        return floor == 0 ? null : room[0] == 'B' ? -floor : floor;
    }

    // 五〇一 → 501
    private static string Figures(string text) =>
        text.Length > 0 && !char.IsAscii(text[0]) && text[0] is not ('负' or '地') && ChineseNumber.TryParse(text, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : text;

    private static string Straighten(string? text, string? compound)
    {
        if (text is null || text.Length > 2 * Longest)
        {
            return "";
        }

        var line = ChineseText.Halfwidth(text).ToUpperInvariant();
        if (compound is { Length: > 0 } && line.StartsWith(ChineseText.Halfwidth(compound).ToUpperInvariant(), StringComparison.Ordinal))
        {
            line = line[ChineseText.Halfwidth(compound).Length..];
        }

        line = line.EndsWith(')') || line.EndsWith(']') ? Remark().Replace(line, "") : line;
        line = string.Create(line.Length, line, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = Separators.Contains(source[i], StringComparison.Ordinal) ? '-' : source[i];
            }
        });
        line = line.AsSpan().IndexOfAny("路街道巷") < 0 ? line : Street().Replace(line, "");
        return line.Trim('-');
    }

    /// <summary>A remark in brackets at the end: 501(租).</summary>
    [GeneratedRegex(@"(?:\([^()]*\)|\[[^\[\]]*\])$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Remark();

    /// <summary>Province down to the house number of the street, where something follows.</summary>
    [GeneratedRegex("^.*(?:路|街|大道|巷)-*[0-9]{1,4}(?:号|弄)-*(?=[^0-9-]*[\u4E00-\u9FFF].*[0-9])(?!楼|院|[0-9-]*单元)", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Street();

    [GeneratedRegex("^(?<c>.*?)-*(?:" + Code + "(?:" + AfterCode + "-*|(?<bare>-+))|" + Named + "-*)" + Tail + "$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Door();

    [GeneratedRegex("^" + Tail + "$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Inside();

    [GeneratedRegex("^(?<c>.*?)-*(?:别墅区?-*" + Code + "(?:号楼|号|#|栋|幢)?|" + Code + "(?:号楼|号|#|栋|幢)?别墅)(?:-*(?<r>[A-Z]?[0-9]{1,4})(?:室|号|户)?)?$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Villa();

    [GeneratedRegex("^(?<c>.*?)-*(?:" + Code + "(?:" + AfterCode + "-*|-+)" + Unit + "?|" + NamedUnit + ")??(?:(?:" + Shop + "|(?<w>" + Store + "))-*(?<n>[A-Z]{0,2}" + Number + "[A-Z]?)?(?:号|室|#)?|(?<n>[A-Z]{0,2}" + Number + "[A-Z]?)号?-*(?:" + Shop + "|(?<w>" + Store + ")))$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex ShopOrStore();

    [GeneratedRegex("^(?<c>(?:.*?[^0-9#-])??)-*(?:" + Code + AfterCode + "?|" + Named + ")(?:-*(?<u>" + Number + "|[A-H甲乙丙丁])(?:单元|单)|-+(?<u>[0-9]{1,2}))?$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex BuildingOnly();

    [GeneratedRegex("^(?:沿街)?" + Shop + "$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex ShopsOnly();
}
