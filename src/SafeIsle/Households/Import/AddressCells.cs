using System.Globalization;
using SafeIsle.Places;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>
/// The address of each row, with what rows above, headings between rows, the sheet's name and its title contribute:
/// 同上, blanks below a filled cell, the room alone under a heading.
/// </summary>
internal sealed class AddressCells(RowCells cells, string? defaultCompound, DwellingAddress? sheetPlace)
{
    private const int UnitsMost = 99;

    private static readonly RegisterColumn[] Parts =
        [RegisterColumn.Compound, RegisterColumn.Building, RegisterColumn.Unit, RegisterColumn.Floor, RegisterColumn.Room, RegisterColumn.Address];

    private readonly string[] above = new string[Enum.GetValues<RegisterColumn>().Length];
    private DwellingAddress? place = sheetPlace;
    private string? compound;
    private (string?, string, string, string, string, string) lastWritten;

    /// <summary>The door of the row above; null after a heading that names no door.</summary>
    internal DwellingAddress? Current { get; private set; }

    /// <summary>A heading names the building for the rows below.</summary>
    internal void Enter(DwellingAddress section)
    {
        place = section;
        Current = section.HasRoom ? section : null;
        lastWritten = default;
        Array.Clear(above);
    }

    /// <summary>Whether the row says where it is, other than by repeating the row above in words.</summary>
    internal bool Stated => Parts.Any(part => part != RegisterColumn.Compound && part != RegisterColumn.Floor && (cells.Text(part).Length > 0 || cells.Cell(part).IsError));

    /// <summary>The address of the row the cells stand at; without one, a sentence why.</summary>
    internal (DwellingAddress? Address, string? Problem) Read()
    {
        if (Parts.Any(part => cells.Cell(part).IsError))
        {
            Current = null;
            return (null, "住址是失效的公式，请改成文字。");
        }

        compound = Part(RegisterColumn.Compound) is { Length: > 0 } named ? named : compound;
        var (building, unit, floor) = (Part(RegisterColumn.Building), Part(RegisterColumn.Unit), Part(RegisterColumn.Floor));
        var (room, whole) = (Part(RegisterColumn.Room), Part(RegisterColumn.Address));
        if (building.Length + unit.Length + room.Length + whole.Length == 0)
        {
            return Current is null ? (null, "没有住址，上面也没有可以沿用的住址，请补上。") : (Current, null);
        }

        // Members of one household often repeat their address.
        var written = (compound, building, unit, floor, room, whole);
        if (written == lastWritten && Current is not null)
        {
            return (Current, null);
        }

        lastWritten = written;
        var (found, problem) = Compose(building, unit, floor, room, whole);

        // Nothing is carried down from an address that was not understood: the rows below would land at somebody else's door.
        Current = found is null ? null : found with { Compound = found.Compound ?? place?.Compound ?? defaultCompound };
        return (Current, problem);
    }

    private (DwellingAddress? Address, string? Problem) Compose(string building, string unit, string floor, string room, string whole)
    {
        if (!TryKnown(building, unit, out var known, out var problem))
        {
            // Some keep the whole address in the column of buildings.
            return room.Length + whole.Length == 0 && DwellingAddress.TryParseDoor(building, out var all) ? (all, null) : (null, problem);
        }

        if (whole.Length > 0 && ReadWhole(whole, building, known) is { } address)
        {
            return (address, null);
        }

        if (room.Length == 0)
        {
            return whole.Length > 0 ? (null, NotUnderstood(whole)) : WithoutDoor(building, known);
        }

        if (room.Length <= 2 && floor.Length > 0 && DwellingAddress.TryParse($"{floor.TrimEnd('层', '楼')}楼{room}", known, out address))
        {
            return (address, null);
        }

        // The room alone first: under 38号楼, "2-501" is unit 2.
        if ((DwellingAddress.TryParse(room, known, out address) && address.HasRoom)
            || (unit.Length == 0 && DwellingAddress.TryParse(room, known with { Unit = null }, out address) && address.HasRoom)
            || (building.Length == 0 && DwellingAddress.TryParseDoor(room, out address)))
        {
            return (WithFloor(address, floor), null);
        }

        return (null, known.Building is null ? $"房号“{Shown(room)}”没有写明楼栋，请补上楼栋，或写成 38-2-501。" : NotUnderstood($"{building} {unit} {room}"));
    }

    private static string NotUnderstood(string text) => $"看不懂住址“{Shown(text)}”，请写成 38-2-501 或 38号楼2单元501室。";

    // A whole address stands for itself: only a heading or a column may complete it, not the row above.
    private DwellingAddress? ReadWhole(string whole, string building, KnownPlace known)
    {
        var given = building.Length > 0 ? known : new KnownPlace(compound, place?.Building, place is { Unit: > 0 } ? place.Unit : null);
        if (DwellingAddress.TryParse(whole, given, out var address) && address.HasRoom)
        {
            return address;
        }

        return building.Length == 0 && DwellingAddress.TryParse(whole, new KnownPlace(compound, null, null), out address) && address.HasRoom ? address : null;
    }

    private (DwellingAddress? Address, string? Problem) WithoutDoor(string building, KnownPlace known)
    {
        if (DwellingAddress.TryParseDoor(building, out var villa))
        {
            return (villa with { Compound = villa.Compound ?? known.Compound }, null);
        }

        var sameAsAbove = Current is not null && Current.Building == known.Building && (known.Unit is null || known.Unit == Current.Unit);
        return sameAsAbove ? (Current, null) : (null, "没有房号，请补上。");
    }

    private bool TryKnown(string building, string unit, out KnownPlace known, out string? problem)
    {
        known = new KnownPlace(compound, Current?.Building ?? place?.Building, null);
        problem = null;
        if (building.Length > 0)
        {
            if (!DwellingAddress.TryParseBuilding(building, out var stated))
            {
                problem = $"看不懂楼栋“{Shown(building)}”，请写成 38 或 38号楼。";
                return false;
            }

            known = new KnownPlace(stated.Compound ?? compound, stated.Building, stated.Unit > 0 ? stated.Unit : null);
        }

        if (unit.Length > 0)
        {
            if (ReadUnit(unit) is not { } number)
            {
                problem = $"看不懂单元“{Shown(unit)}”，请填数字，没有单元就留空。";
                return false;
            }

            known = known with { Unit = number };
        }
        else if (known.Unit is null && known.Building is not null)
        {
            var sameBuilding = Current is not null && Current.Building == known.Building && cells.Has(RegisterColumn.Unit);
            known = known with { Unit = sameBuilding && Current!.Unit > 0 ? Current.Unit : place is { Unit: > 0 } && place.Building == known.Building ? place.Unit : null };
        }

        return true;
    }

    private static DwellingAddress WithFloor(DwellingAddress address, string floor) =>
        address.Floor is null && int.TryParse(ChineseText.Halfwidth(floor).TrimEnd('层', '楼', 'F'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number != 0
            ? address with { Floor = number }
            : address;

    private static int? ReadUnit(string text)
    {
        var key = ChineseText.Key(text).Replace("单元", "", StringComparison.Ordinal).TrimStart('第');
        if (key is "无" or "没有")
        {
            return 0;
        }

        if (key.Length == 1 && (key[0] is >= 'A' and <= 'H' || "甲乙丙丁".Contains(key[0], StringComparison.Ordinal)))
        {
            return key[0] <= 'H' ? key[0] - 'A' + 1 : "甲乙丙丁".IndexOf(key[0], StringComparison.Ordinal) + 1;
        }

        return ChineseNumber.TryParse(key, out var number) && number <= UnitsMost ? number : null;
    }

    private string Part(RegisterColumn column)
    {
        var text = cells.Text(column);
        var value = FieldWords.IsDitto(text, dashToo: true) ? above[(int)column] ?? "" : text;
        if (value.Length > 0)
        {
            above[(int)column] = value;
        }

        return value;
    }

    private static string Shown(string text) => ChineseText.Cut(text.Trim(), 30);
}
