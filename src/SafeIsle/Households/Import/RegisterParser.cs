using System.Text.RegularExpressions;
using SafeIsle.Places;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Text;

namespace SafeIsle.Households.Import;

/// <summary>
/// Turns the sheets of a register, as committees really keep it, into rows of one person at one door. It knows nothing of what is
/// stored: that a row is new, changed or unchanged is found out by comparing.
/// </summary>
public sealed partial class RegisterParser
{
    private const int Timeout = 5_000;

    private readonly RegisterOptions options;
    private readonly TagCells tagCells;
    private readonly List<ImportRow> rows = [];
    private readonly List<SkippedRow> skipped = [];

    private RegisterParser(RegisterOptions options)
    {
        this.options = options;
        tagCells = new TagCells(options.TagWords);
    }

    /// <param name="sheets">The sheets to read, each with its header as the user confirmed it; those without a header are passed over.</param>
    /// <param name="options">See <see cref="RegisterOptions"/>.</param>
    public static RegisterReading Read(IEnumerable<(Sheet Sheet, SheetHeader Header)> sheets, RegisterOptions options)
    {
        var reader = new RegisterParser(options);
        foreach (var (sheet, header) in sheets)
        {
            if (header.Found)
            {
                new SheetPass(reader, sheet, header).Run();
            }
        }

        return new RegisterReading(reader.rows, reader.skipped);
    }

    // 春天一期38号楼居民登记表
    [GeneratedRegex("^(?<place>[^0-9]*[0-9]{1,3}(?:号楼|栋|幢|#楼?)(?:[0-9]{1,2}单元)?)", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex PlaceInTitle();

    /// <summary>One sheet, from the top down.</summary>
    private sealed class SheetPass
    {
        private readonly RegisterParser reader;
        private readonly Sheet sheet;
        private readonly SheetHeader header;
        private readonly RowCells cells;
        private readonly AddressCells addresses;
        private readonly PersonCells people;
        private readonly Tenure usual;
        private Tenure tenure;
        private string number = "";
        private DwellingAddress? door;

        internal SheetPass(RegisterParser reader, Sheet sheet, SheetHeader header)
        {
            (this.reader, this.sheet, this.header) = (reader, sheet, header);
            cells = new RowCells(header);
            addresses = new AddressCells(cells, reader.options.DefaultCompound, PlaceOf(sheet, header));
            people = new PersonCells(cells, reader.options, reader.tagCells);
            usual = sheet.Name.Contains('租', StringComparison.Ordinal) ? Tenure.Tenant : Tenure.Owner;
        }

        internal void Run()
        {
            var kinds = new RowKind(sheet, header);
            foreach (var row in sheet.Rows.Where(row => row.Number > header.LastRow))
            {
                if (kinds.Skip(row, cells.At(row), out var section) is { } reason)
                {
                    reader.skipped.Add(new SkippedRow(sheet.Name, row.Number, reason));
                    if (section is not null)
                    {
                        addresses.Enter(section);
                        door = null;
                    }
                }
                else
                {
                    ReadRow();
                }
            }
        }

        private void ReadRow()
        {
            var name = cells.Cell(RegisterColumn.Name).IsError
                ? NameCell.Wrong("姓名是失效的公式，请改成文字。")
                : NameCell.Read(cells.Text(RegisterColumn.Name));
            var tenant = NameCell.Read(cells.Text(RegisterColumn.TenantName));
            var nobody = name is { Name: "", Problem: null };
            var noTenant = tenant is { Name: "", Problem: null };
            var says = cells.Text(RegisterColumn.DocumentNumber).Length + cells.Text(RegisterColumn.Phone).Length > 0;
            if (nobody && noTenant && !says && !addresses.Stated)
            {
                reader.skipped.Add(new SkippedRow(sheet.Name, cells.Row.Number, "没有姓名和住址"));
                return;
            }

            var (address, problem) = addresses.Read();
            var moved = address != door;
            var usualHere = address is { IsShop: true } ? Tenure.Shop : usual;
            (tenure, number) = moved ? (usualHere, "") : (tenure, number);
            door = address;

            if (!nobody)
            {
                AddPerson(name, address, problem, usualHere);
            }
            else if (says && !name.Vacant)
            {
                Add(address, tenure, null, [problem ?? "没有姓名，请补上。"], []);
            }
            else if (noTenant && (moved || problem is not null))
            {
                Add(address, tenure, null, problem is null ? [] : [problem], []);
            }
            else if (noTenant)
            {
                reader.skipped.Add(new SkippedRow(sheet.Name, cells.Row.Number, "没有姓名，住址与上一行相同"));
            }

            if (!noTenant)
            {
                AddTenant(tenant, address, problem);
            }
        }

        private void AddPerson(NameCell name, DwellingAddress? address, string? problem, Tenure usualHere)
        {
            people.Begin();
            var person = name.Problem is null ? people.Read(name) : null;
            var said = people.Tenure;

            // A next head at a door whose tenants were just listed is the owner again.
            var ownerAgain = said is null && addresses.Stated && person?.Relation == FieldWords.Head;
            var next = said ?? (ownerAgain ? usualHere : tenure);
            var stated = cells.Text(RegisterColumn.HouseholdNumber);
            number = stated.Length > 0 && !FieldWords.IsDitto(stated, dashToo: true) ? ChineseText.Cut(stated, 30) : next == tenure ? number : "";
            tenure = next;
            var problems = people.Remarks.Problems;
            problems.InsertRange(0, new[] { problem, name.Problem }.OfType<string>());
            Add(address, tenure, person, problems, people.Remarks.Warnings, name.Name);
        }

        private void AddTenant(NameCell name, DwellingAddress? address, string? problem)
        {
            people.Begin();
            var person = name.Problem is null ? people.ReadTenant(name) : null;
            var problems = people.Remarks.Problems;
            problems.InsertRange(0, new[] { problem, name.Problem is null ? null : "租户：" + name.Problem }.OfType<string>());
            var (ownerTenure, ownerNumber) = (tenure, number);
            number = "";
            Add(address, Tenure.Tenant, person, problems, people.Remarks.Warnings, name.Name);
            (tenure, number) = (ownerTenure, ownerNumber);
        }

        private void Add(DwellingAddress? address, Tenure held, PersonInput? person, IReadOnlyList<string> problems, IReadOnlyList<string> warnings, string name = "") =>
            reader.rows.Add(new ImportRow(sheet.Name, cells.Row.Number, address, held, number, problems.Count > 0 ? null : person, problems, warnings, cells.Raw()) { Name = name });

        private static DwellingAddress? PlaceOf(Sheet sheet, SheetHeader header)
        {
            foreach (var text in header.Titles.Prepend(sheet.Name))
            {
                if (PlaceInTitle().Match(ChineseText.Halfwidth(text)) is { Success: true } match
                    && DwellingAddress.TryParseBuilding(match.Groups["place"].Value, out var place))
                {
                    return place;
                }
            }

            return null;
        }
    }
}
