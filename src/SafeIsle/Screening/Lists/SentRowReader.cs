using SafeIsle.Households;
using SafeIsle.Households.Import;
using SafeIsle.Places;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Screening.Lists;

/// <summary>A row as it is understood.</summary>
/// <param name="Building">The building where no door could be read.</param>
public sealed record SentEntry(
    int Number, string Name, IdentityDocument? Document, IReadOnlyList<PhoneNumber> Phones, IReadOnlyList<string> Masks, DwellingAddress? Door, DwellingAddress? Building,
    SentContent Content);

/// <summary>Reads the rows of a list by its plan. Nothing is left out: what is no person comes as a row that says nothing.</summary>
/// <param name="compounds">Names of the community's compounds: addresses from above begin with province and street.</param>
public sealed class SentRowReader(SentPlan plan, IReadOnlyList<string> compounds, DateOnly today)
{
    private static readonly RegisterColumn[] Places = [RegisterColumn.Address, RegisterColumn.Compound, RegisterColumn.Building, RegisterColumn.Unit, RegisterColumn.Room];

    public IReadOnlyList<SentEntry> Read(Sheet sheet) => [.. sheet.Rows.Where(r => r.Number > plan.Header.LastRow).Select(Read)];

    private SentEntry Read(SheetRow row)
    {
        var remarks = new List<string>();
        var name = ChineseText.Cut(ChineseText.Clean(Text(row, RegisterColumn.Name)), 50);
        var masks = new List<string>();
        var document = Document(row, masks, remarks);
        var phones = Phones(row, masks, remarks);
        var where = string.Join(' ', Places.Select(p => ChineseText.Clean(Text(row, p))).Where(t => t.Length > 0));
        var (door, building) = Place(row);
        if (where.Length > 0 && door is null)
        {
            remarks.Add("住址里没有读出房号，没有按房号比对。");
        }

        var cells = Enumerable.Range(0, plan.Header.Columns.Count).Select(i => row[i].Text).ToList();
        return new(row.Number, name, document, phones, masks, door, building, new(cells, name, ChineseText.Cut(where, 120), remarks));
    }

    private IdentityDocument? Document(SheetRow row, List<string> masks, List<string> remarks)
    {
        if (Cell(row, RegisterColumn.DocumentNumber) is not { IsBlank: false } cell)
        {
            return null;
        }

        if (IdentityDocument.IsMasked(cell.Text))
        {
            masks.Add(ChineseText.Key(cell.Text));
            return null;
        }

        var read = IdentityDocument.Read(cell.Text, null, today, cell.IsNumber);
        if (!read.Refused)
        {
            return read.Value;
        }

        remarks.Add($"{read.Refusal}没有按证件号比对。");
        return null;
    }

    private List<PhoneNumber> Phones(SheetRow row, List<string> masks, List<string> remarks)
    {
        var numbers = new List<PhoneNumber>();
        foreach (var column in (ReadOnlySpan<RegisterColumn>)[RegisterColumn.Phone, RegisterColumn.Phone2])
        {
            var read = PhoneNumber.ReadAll(Text(row, column));
            numbers.AddRange(read.Numbers.Where(n => !numbers.Contains(n)));
            masks.AddRange(read.Masked.Select(ChineseText.Key));
            remarks.AddRange(read.Problems);
        }

        return numbers;
    }

    private (DwellingAddress? Door, DwellingAddress? Building) Place(SheetRow row)
    {
        var (compound, building, unit, room) = (Part(RegisterColumn.Compound), Part(RegisterColumn.Building), Part(RegisterColumn.Unit), Part(RegisterColumn.Room));
        DwellingAddress? house = DwellingAddress.TryParseBuilding(building, out var stated) ? stated : null;
        var whole = Part(RegisterColumn.Address);
        foreach (var text in Readings(whole).Append(Joined(house, building, unit, room)))
        {
            if (DwellingAddress.TryParseDoor(text, out var address))
            {
                return (address with { Compound = address.Compound ?? (compound.Length > 0 ? compound : null) }, address);
            }
        }

        house ??= Readings(whole).Select(t => DwellingAddress.TryParseBuilding(t, out var read) ? read : null).FirstOrDefault(b => b is not null);
        return (null, house);

        string Part(RegisterColumn column) => ChineseText.Clean(Text(row, column));
    }

    // The address as it stands, and what follows a compound's name in it.
    private IEnumerable<string> Readings(string text)
    {
        foreach (var compound in compounds)
        {
            if (text.LastIndexOf(compound, StringComparison.Ordinal) is >= 0 and var at)
            {
                yield return text[at..];
            }
        }

        yield return text;
    }

    private static string Joined(DwellingAddress? house, string building, string unit, string room) => room.Length == 0
        ? ""
        : (house?.Label ?? building) + (unit.Length > 0 ? $"{unit.TrimEnd('单', '元')}单元" : "") + room;

    private SheetCell Cell(SheetRow row, RegisterColumn column) =>
        plan.Header.Columns.FirstOrDefault(c => c.Column == column) is { } found ? row[found.Index] : default;

    private string Text(SheetRow row, RegisterColumn column) => Cell(row, column).Text;
}
