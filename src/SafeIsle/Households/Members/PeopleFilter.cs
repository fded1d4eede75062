using System.Globalization;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Households.Members;

/// <summary>Whether a household was confirmed lately.</summary>
public enum Unverified
{
    /// <summary>从未核实</summary>
    Never,

    /// <summary>近 30 天没有核实 (never included)</summary>
    Old,
}

/// <summary>The order of the people list.</summary>
public enum PeopleSort
{
    /// <summary>按房屋, as people walk</summary>
    Place,

    /// <summary>年龄从大到小</summary>
    Age,

    /// <summary>最久没有核实的在前</summary>
    Verified,

    /// <summary>最近修改的在前</summary>
    Changed,
}

/// <summary>Which people of the register are meant; the list and its export read the same address.</summary>
public sealed record PeopleFilter
{
    public Guid? Building { get; init; }
    public Tenure? Tenure { get; init; }
    public Presence? Presence { get; init; }

    /// <summary>Codes; whoever has one of them.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Only people registered (户籍) elsewhere.</summary>
    public bool Elsewhere { get; init; }

    public Unverified? Unverified { get; init; }

    /// <summary>Only people whose document stands more than once in the register.</summary>
    public bool Duplicates { get; init; }

    public PeopleSort Sort { get; init; }

    /// <summary>Whether anything narrows the list.</summary>
    public bool Any => this with { Sort = PeopleSort.Place, Tags = [] } != Nothing || Tags.Count > 0;

    private static readonly PeopleFilter Nothing = new() { Tags = [] };

    /// <summary>Reads an address; what it does not understand it leaves out.</summary>
    public static PeopleFilter From(IQueryCollection query) => new()
    {
        Building = Guid.TryParse(query["building"], CultureInfo.InvariantCulture, out var building) ? building : null,
        Tenure = Member<Tenure>(query["tenure"]),
        Presence = Member<Presence>(query["presence"]),
        Tags = query["tag"].Where(t => t is { Length: > 0 and <= 30 }).Select(t => t!).Take(20).ToList(),
        Elsewhere = query["elsewhere"] == "1",
        Unverified = Member<Unverified>(query["verified"]),
        Duplicates = query["duplicates"] == "1",
        Sort = Member<PeopleSort>(query["sort"]) ?? PeopleSort.Place,
    };

    /// <summary>The open rows that are meant, of whatever the person reaches.</summary>
    /// <param name="within">Only of these buildings; null for all.</param>
    public IQueryable<Person> Of(Db db, Me me, long community, DateTimeOffset now, IReadOnlyList<Guid>? within = null)
    {
        var buildings = Building is { } one ? [one] : within;
        var people = db.People.Within(me).Where(p => p.CommunityId == community && p.ClosedAt == null);
        if (buildings is not null)
        {
            people = people.Where(p => buildings.Contains(p.BuildingId));
        }

        if (Presence is { } presence)
        {
            people = people.Where(p => p.Presence == presence);
        }

        if (Elsewhere)
        {
            people = people.Where(p => p.RegisteredHere == false);
        }

        if (Tags.Count > 0)
        {
            var tags = db.PersonTags.Where(t => t.CommunityId == community && Tags.Contains(t.Tag));
            if (buildings is not null)
            {
                tags = tags.Where(t => buildings.Contains(t.BuildingId));
            }

            var holders = tags.Select(t => t.PersonId);
            var old = Elders.BornUntil(now.DateHere());
            people = Tags.Contains(CareTags.Elder) ? people.Where(p => holders.Contains(p.Id) || p.BirthDate <= old) : people.Where(p => holders.Contains(p.Id));
        }

        if (Tenure is not null || Unverified is not null)
        {
            var households = Households(db, community, now, buildings);
            people = people.Where(p => households.Contains(p.HouseholdId));
        }

        if (Duplicates)
        {
            var twice = db.People.Where(p => p.CommunityId == community && p.ClosedAt == null && p.DocumentHash != null)
                .GroupBy(p => p.DocumentHash).Where(g => g.Count() > 1).Select(g => g.Key!.Value);
            people = people.Where(p => p.DocumentHash != null && twice.Contains(p.DocumentHash!.Value));
        }

        return people;
    }

    private IQueryable<Guid> Households(Db db, long community, DateTimeOffset now, IReadOnlyList<Guid>? buildings)
    {
        var households = db.Households.Where(h => h.CommunityId == community && h.ClosedAt == null);
        if (buildings is not null)
        {
            households = households.Where(h => buildings.Contains(h.BuildingId));
        }

        if (Tenure is { } tenure)
        {
            households = households.Where(h => h.Tenure == tenure);
        }

        if (Unverified is { } unverified)
        {
            var since = now.AddDays(-AccuracyStamp.FreshDays);
            households = unverified == Members.Unverified.Never
                ? households.Where(h => h.VerifiedAt == null)
                : households.Where(h => h.VerifiedAt == null || h.VerifiedAt < since);
        }

        return households.Select(h => h.Id);
    }

    // Enum.TryParse also takes numbers, which no link of ours holds.
    private static TEnum? Member<TEnum>(string? text)
        where TEnum : struct, Enum =>
        text is { Length: > 0 } && char.IsAsciiLetter(text[0]) && Enum.TryParse<TEnum>(text, out var value) && Enum.IsDefined(value) ? value : null;
}
