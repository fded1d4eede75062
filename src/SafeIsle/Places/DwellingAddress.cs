using System.Globalization;
using System.Text;
using SafeIsle.Platform.Text;

namespace SafeIsle.Places;

/// <summary>
/// Where a dwelling is, in one normal form for all the ways people write it (38-2-501, 38号楼2单元501室, 38#二单元501, B12别墅, 商铺3).
/// Two spellings of the same door are equal values.
/// </summary>
/// <param name="Compound">The compound or phase written before the building, or null.</param>
/// <param name="Building">Normal form of the building: 38, A3, A, B12别墅, 综合楼; 商铺 for a row of shops without a building.</param>
/// <param name="Unit">From 1; 0 where the building has no units.</param>
/// <param name="Floor">-1 is the first basement; null where the room does not tell.</param>
/// <param name="Room">501, B101, 501-1, 商铺3, 5楼东户; empty for a whole villa or where only a building or unit was written.</param>
public sealed record DwellingAddress(string? Compound, string Building, int Unit, int? Floor, string Room)
{
    internal const string VillaWord = "别墅";
    internal const string ShopWord = "商铺";

    // Floors down to -50 sort in the right order as digits.
    private const int FloorShift = 50;
    private const int NaturalDigits = 5;

    public bool IsVilla => Building.EndsWith(VillaWord, StringComparison.Ordinal);

    public bool IsShop => Room.StartsWith(ShopWord, StringComparison.Ordinal);

    /// <summary>Whether this is a door, not only a building or a unit.</summary>
    public bool HasRoom => Room.Length > 0 || IsVilla;

    public BuildingKind BuildingKind =>
        IsVilla ? BuildingKind.Villa : Building == ShopWord ? BuildingKind.Shops : BuildingKind.Tower;

    /// <summary>38号楼2单元501室, without the compound.</summary>
    public string Label => BuildingLabel(Building, Room) + (Unit > 0 ? Invariant($"{Unit}单元") : "") + RoomLabel;

    /// <summary>38-2-501, without the compound.</summary>
    public string Short
    {
        get
        {
            if (Building == ShopWord || (IsVilla && Room.Length == 0))
            {
                return Label;
            }

            // "38-5" could as well be unit 5.
            var room = Room.Length is 1 or 2 && Unit == 0 ? RoomLabel : Room;
            return string.Join('-', new[] { Building, Unit > 0 ? Invariant($"{Unit}") : "", room }.Where(static part => part.Length > 0));
        }
    }

    /// <summary>Orders the doors of one building as people walk: unit, floor, room. Compare byte by byte.</summary>
    public string SortKey => Invariant($"{Unit:00}|{(Floor ?? 0) + FloorShift:000}|{Natural(Room)}");

    private string RoomLabel => Room.Length > 0 && (char.IsAsciiLetterOrDigit(Room[^1]) && !IsShop && char.IsAscii(Room[0])) ? Room + "室" : Room;

    /// <summary>Reads a whole address; true also when only building or unit is there, see <see cref="HasRoom"/>.</summary>
    public static bool TryParse(string? text, out DwellingAddress address) => DwellingSpelling.TryRead(text, default, out address);

    /// <summary>Reads the address of a door: a building or a unit alone is none.</summary>
    public static bool TryParseDoor(string? text, out DwellingAddress door) => TryParse(text, out door) && door.HasRoom;

    /// <summary>
    /// Reads an address of which parts are already known from other columns or from a heading: "2单元501" within building 38.
    /// False when the text contradicts what is known.
    /// </summary>
    public static bool TryParse(string? text, KnownPlace known, out DwellingAddress address) => DwellingSpelling.TryRead(text, known, out address);

    /// <summary>Reads a building's name alone, as a column of buildings holds it: 38, 38#, 三十八号楼, 38-2 (unit 2), B12别墅, 综合楼.</summary>
    public static bool TryParseBuilding(string? text, out DwellingAddress building) => DwellingSpelling.TryReadBuilding(text, out building);

    /// <summary>38 → 38号楼, A → A座, B12别墅 → B12别墅, 12别墅 → 12号别墅.</summary>
    public static string BuildingLabel(string building) => BuildingLabel(building, "");

    /// <summary>Orders buildings by number: 2 before 10, villas after towers, shops last. Compare byte by byte.</summary>
    public static string BuildingSortKey(string building)
    {
        var kind = building == ShopWord ? 3 : building.EndsWith(VillaWord, StringComparison.Ordinal) ? 2 : char.IsAscii(building[0]) ? 0 : 1;
        return Invariant($"{kind}|{Natural(building)}");
    }

    /// <summary>The compound, if known, and the label.</summary>
    public override string ToString() => Compound + Label;

    private static string BuildingLabel(string building, string room)
    {
        if (building == ShopWord && room.StartsWith(ShopWord, StringComparison.Ordinal))
        {
            return "";
        }

        if (building.EndsWith(VillaWord, StringComparison.Ordinal) && char.IsAsciiDigit(building[^(VillaWord.Length + 1)]) && char.IsAsciiDigit(building[0]))
        {
            return building.Replace(VillaWord, "号" + VillaWord, StringComparison.Ordinal);
        }

        if (!char.IsAscii(building[^1]))
        {
            return building;
        }

        return building.Length == 1 && char.IsAsciiLetter(building[0]) ? building + "座" : building + "号楼";
    }

    // Digits padded, so that text order is number order.
    private static string Natural(string text)
    {
        var key = new StringBuilder(text.Length + NaturalDigits);
        for (var i = 0; i < text.Length;)
        {
            var end = i;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            if (end == i)
            {
                key.Append(text[i++]);
                continue;
            }

            key.Append(text.AsSpan(i, end - i).ToString().PadLeft(NaturalDigits, '0'));
            i = end;
        }

        return key.ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What is known of an address before its last part is read; null where nothing is.</summary>
/// <param name="Compound">Its name.</param>
/// <param name="Building">Its normal form, see <see cref="DwellingAddress.Building"/>.</param>
/// <param name="Unit">0 means: certainly none.</param>
public readonly record struct KnownPlace(string? Compound, string? Building, int? Unit);
