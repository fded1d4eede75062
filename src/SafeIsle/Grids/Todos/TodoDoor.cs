using System.Text;
using SafeIsle.Households;

namespace SafeIsle.Grids.Todos;

/// <summary>What is to be done for one person, or one household, behind a door: called once, then one after the other.</summary>
/// <param name="Who">See <see cref="TodoRow"/>.</param>
/// <param name="Phones">See <see cref="TodoRow"/>.</param>
public sealed record TodoCall(string Who, IReadOnlyList<CallNumber> Phones, IReadOnlyList<TodoRow> Rows);

/// <summary>All that is to be done at one door, as a list shows it together; it stands where the most urgent of it stands.</summary>
public sealed record TodoDoor(Guid Id, string Name, IReadOnlyList<TodoCall> Calls)
{
    /// <summary>The door's id in a form: what is at no door has its own.</summary>
    public static Guid IdOf(Guid? dwelling, Guid todo) => dwelling ?? todo;

    /// <summary>The rows of a list, which has those of one door next to each other.</summary>
    internal static IReadOnlyList<TodoDoor> Of(IReadOnlyList<TodoRow> rows) =>
    [
        .. rows.GroupBy(r => IdOf(r.Todo.DwellingId, r.Todo.Id)).Select(door => new TodoDoor(
            door.Key, door.First().Todo.Dwelling,
            [.. door.GroupBy(r => (r.Who, string.Join(' ', r.Phones.Select(p => p.Number)))).Select(call => new TodoCall(call.Key.Who, call.First().Phones, [.. call]))])),
    ];

    /// <summary>
    /// The numbers of a door's name or of what was typed, joined by hyphens: 12号楼1单元101室 is 12-1-101. As in todo-find.ts.
    /// </summary>
    public static string Key(string text)
    {
        var key = new StringBuilder();
        var gap = false;
        foreach (var c in text.Normalize(NormalizationForm.FormKC))
        {
            if (char.IsAsciiDigit(c))
            {
                key.Append(gap && key.Length > 0 ? "-" : "").Append(c);
                gap = false;
            }
            else
            {
                gap = true;
            }
        }

        return key.ToString();
    }

    /// <summary>Whether a door is one that was typed: it begins with those numbers (12-1), or has the words in it; 12- is all of building 12.</summary>
    public static bool IsMeant(string door, string typed)
    {
        var (words, wanted, key) = (typed.Normalize(NormalizationForm.FormKC).Trim(), Key(typed), Key(door));
        return words.Length == 0 || door.Contains(words, StringComparison.OrdinalIgnoreCase)
            || (wanted.Length > 0 && key.StartsWith(words.EndsWith('-') ? wanted + "-" : wanted, StringComparison.Ordinal));
    }

    /// <summary>What finds all doors of a building by its label: 12- for 12号楼, the label itself where it has no number.</summary>
    public static string Find(string building) => Key(building) is { Length: > 0 } key ? key + "-" : building;
}
