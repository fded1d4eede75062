using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Households;

/// <summary>One line of a change as it is stored: a field of a person, or, without field, what happened in words.</summary>
internal sealed record HistoryLine(PersonField? Field, string? What, string From, string To)
{
    internal const string Standing = "登记状态";
    internal const string InRegister = "在册";
    internal const string Moved = "转户";
    internal const string MovedAway = "搬离";
    internal const string AllMovedAway = "整户搬离";
}

/// <summary>One change of a household for reading, numbers masked and health notes left out.</summary>
/// <param name="Person">Whom it is about; empty for the household itself.</param>
public sealed record HistoryEntry(DateTimeOffset At, string By, RegisterSource Source, string Person, IReadOnlyList<HistoryText> Lines);

/// <summary>What was changed, from what, to what, in Chinese.</summary>
public sealed record HistoryText(string What, string From, string To);

/// <summary>Reads the register's own history.</summary>
public sealed class RegisterHistory(Db db, Sealer sealer)
{
    /// <summary>A household's page shows so many changes, the newest first.</summary>
    public const int Shown = 50;

    private const string NotShown = "（内容不在此显示）";

    public async Task<IReadOnlyList<HistoryEntry>> OfAsync(Me me, long community, Guid household, TagNames tags, CancellationToken cancel)
    {
        var rows = await db.RegisterChanges.Within(me)
            .Where(c => c.CommunityId == community && c.HouseholdId == household)
            .OrderByDescending(c => c.At).ThenByDescending(c => c.Id).Take(Shown).ToListAsync(cancel);
        var ids = rows.Where(r => r.PersonId != null).Select(r => r.PersonId!.Value).Distinct().ToList();
        var people = await db.People.Where(p => p.CommunityId == community && ids.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, cancel);
        return rows.ConvertAll(row => new HistoryEntry(
            row.At, row.By, row.Source, row.PersonId is { } id && people.TryGetValue(id, out var person) ? me.NameOf(person) : "",
            Lines(row, tags, me.Calls(community, row.BuildingId))));
    }

    /// <summary>A field's value as pages may show it to everybody: numbers masked, health notes and tag details left out.</summary>
    public static string Shy(PersonField field, string text, TagNames tags, bool calls = true) => field switch
    {
        PersonField.HealthNote => text.Length > 0 ? NotShown : "",
        PersonField.Tags => tags.Translate(text),
        _ => RegisterWords.Masked(field, text, calls),
    };

    private List<HistoryText> Lines(RegisterChange row, TagNames tags, bool mayCall)
    {
        var json = sealer.Open(SealedColumn.RegisterChange, row.Id, row.ContentSealed)!;
        return JsonSerializer.Deserialize<List<HistoryLine>>(json)!.ConvertAll(line => line.Field is { } field
            ? new HistoryText(RegisterWords.Of(field), Shown(field, line.From), Shown(field, line.To))
            : new HistoryText(line.What ?? "", line.From, line.To));

        string Shown(PersonField field, string text) =>
            field == PersonField.Name && !mayCall ? RegisterWords.MaskedName(text) : Shy(field, text, tags, mayCall);
    }
}
