using Microsoft.EntityFrameworkCore;
using SafeIsle.Households.Members;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Duplicates;

/// <summary>Makes one entry of two: which stays and what is taken from the other is chosen field by field; the other is closed and points to it.</summary>
internal static class MergePeople
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/duplicates/merge", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/duplicates/merge", MergeAsync).May(Role.Committee);
    }

    /// <summary>What is chosen one by one: all fields but the tags, which are united, and those that follow another field.</summary>
    internal static IEnumerable<PersonField> Chosen =>
        Enum.GetValues<PersonField>().Where(f => f is not (PersonField.Tags or PersonField.AwayWhere or PersonField.RegisteredAddress));

    /// <summary>A field with the one that makes sense only beside it: where to beside away, the address beside registered elsewhere.</summary>
    internal static IEnumerable<PersonField> With(PersonField field) => field switch
    {
        PersonField.Presence => [field, PersonField.AwayWhere],
        PersonField.RegisteredHere => [field, PersonField.RegisteredAddress],
        _ => [field],
    };

    /// <summary>Whether both rows hold the same there, so that nothing is to choose.</summary>
    internal static bool Same(PersonCard a, PersonCard b, PersonField field) =>
        With(field).All(f => RegisterDiff.Held(a, f) == RegisterDiff.Held(b, f));

    private static async Task<IResult> ShowAsync(
        long community, Guid a, Guid b, Db db, Me me, RegisterReader reader, CancellationToken cancel) =>
        await PageAsync(community, a, b, db, me, reader, "", cancel) ?? TypedResults.NotFound();

    private static async Task<IResult> MergeAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, RegisterReader reader, RegisterDesk desk, CancellationToken cancel)
    {
        if (form.Id("a") is not { } a || form.Id("b") is not { } b || a == b)
        {
            return TypedResults.BadRequest();
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        // In the order of their ids, so that two who merge the same pair do not wait for each other.
        var cards = new Dictionary<Guid, PersonCard>();
        foreach (var id in new[] { a, b }.Order())
        {
            if (await db.TakePersonAsync(me, reader, community, id, cancel) is not ({ Row.ClosedAt: null } card, _))
            {
                return TypedResults.NotFound();
            }

            cards[id] = card;
        }

        var keep = form.Typed("keep");
        if (keep is not ("a" or "b"))
        {
            return await PageAsync(community, a, b, db, me, reader, "请选择保留哪一条。", cancel) ?? TypedResults.NotFound();
        }

        if (form.Typed("seen-a") != EditPerson.Seen(cards[a]) || form.Typed("seen-b") != EditPerson.Seen(cards[b]))
        {
            return await PageAsync(community, a, b, db, me, reader, "您打开以后有人改过其中一条，请按现在的内容重新选择。", cancel) ?? TypedResults.NotFound();
        }

        var (kept, other) = keep == "a" ? (cards[a], cards[b]) : (cards[b], cards[a]);
        var taken = Chosen.Where(f => form.Typed($"take-{f}") is "a" or "b" && form.Typed($"take-{f}") != keep)
            .SelectMany(With).Append(PersonField.Tags).ToHashSet();
        var (from, to) = (await AddressAsync(db, other, cancel), await AddressAsync(db, kept, cancel));
        var batch = desk.Begin(me, community);
        batch.Change(kept, FactsOf(other) with { Tags = Union(kept.Tags, other.Tags) }, taken);
        batch.NoteMerge(kept, from);
        batch.Close(other, $"与 {to} 的登记合并", kept.Row.Id);
        await batch.SaveAsync(db, cancel);
        write.Record(community, "person.merge", kept.Row.Id, $"合并 {kept.Row.Name} 的重复登记：保留 {to}，关闭 {from}");
        await write.CommitAsync(cancel);
        var left = await db.People.AnyAsync(p => p.CommunityId == community && p.HouseholdId == other.Row.HouseholdId && p.ClosedAt == null, cancel);
        return http.Done(
            RegisterPaths.Household(community, kept.Row.HouseholdId),
            left ? "已合并，只保留这一条。" : $"已合并。{from} 那一户已经没有成员，不再有人住时请注销。");
    }

    /// <summary>Everything that a card holds, as something said.</summary>
    private static PersonFacts FactsOf(PersonCard card) => new()
    {
        Name = card.Row.Name,
        Relation = card.Row.Relation,
        Sex = card.Row.Sex,
        BirthDate = card.Row.BirthDate,
        DocumentKind = card.Row.DocumentKind,
        DocumentNumber = card.DocumentNumber ?? "",
        Phones = card.Phones,
        Presence = card.Row.Presence,
        AwayWhere = card.Row.AwayWhere,
        RegisteredHere = card.Row.RegisteredHere,
        RegisteredAddress = card.Row.RegisteredAddress,
        HealthNote = card.HealthNote,
        Emptied = [PersonField.BirthDate, PersonField.RegisteredHere],
    };

    // No need for help is lost in a merge; of two details the kept row's stands.
    private static Dictionary<string, string> Union(IReadOnlyDictionary<string, string> kept, IReadOnlyDictionary<string, string> other)
    {
        var union = new Dictionary<string, string>(other, StringComparer.Ordinal);
        foreach (var (tag, detail) in kept)
        {
            union[tag] = detail.Length > 0 ? detail : union.GetValueOrDefault(tag, "");
        }

        return union;
    }

    private static Task<string> AddressAsync(Db db, PersonCard card, CancellationToken cancel) =>
        db.People.Where(p => p.CommunityId == card.Row.CommunityId && p.Id == card.Row.Id).WithPlace(db).Select(p => p.Dwelling.Label).SingleAsync(cancel);

    private static async Task<IResult?> PageAsync(
        long community, Guid a, Guid b, Db db, Me me, RegisterReader reader, string wrong, CancellationToken cancel)
    {
        var people = db.People.Within(me).Where(p => p.CommunityId == community && p.ClosedAt == null && (p.Id == a || p.Id == b));
        var places = await people.WithPlace(db).ToListAsync(cancel);
        if (places.Count != 2)
        {
            return null;
        }

        var cards = await reader.OpenAsync(places.ConvertAll(p => p.Person), cancel);
        var rows = places.Select((place, i) => new DuplicateRow(place, cards[i])).OrderBy(r => r.Card.Row.Id == a ? 0 : 1).ToList();
        var parameters = new { Community = community, A = rows[0], B = rows[1], Tags = await TagNames.LoadAsync(db, me, community, cancel), Wrong = wrong };
        return wrong.Length > 0 ? Page.Again<MergePage>(parameters) : Page.Of<MergePage>(parameters);
    }
}
