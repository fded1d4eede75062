using Microsoft.EntityFrameworkCore;
using SafeIsle.Households.Search;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Members;

/// <summary>Moves a person to another household: found by its door, or opened anew behind it.</summary>
internal static class MovePerson
{
    private const int MostDoors = 10;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/people/{id:guid}/move", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/people/{id:guid}/move", MoveAsync).May(Role.Committee);
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid id, string? to, Db db, Me me, RegisterReader reader, DwellingSearch search, CancellationToken cancel)
    {
        if (await EditPerson.LoadAsync(db, me, reader, community, id, cancel) is not { } card)
        {
            return TypedResults.NotFound();
        }

        var doors = new List<MoveTarget>();
        foreach (var dwelling in await search.FindAsync(me, community, to ?? "", MostDoors, cancel))
        {
            var households = await DoorHousehold.ListAsync(db, community, dwelling.Dwelling.Id, mayCall: true, cancel, except: card.Row.HouseholdId);
            doors.Add(new(dwelling.Dwelling, dwelling.Compound, households));
        }

        return Page.Of<MovePersonPage>(new { Card = card, To = to ?? "", Doors = doors });
    }

    private static async Task<IResult> MoveAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, RegisterReader reader, RegisterDesk desk, CancellationToken cancel)
    {
        var back = RegisterPaths.Person(community, id);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.TakePersonAsync(me, reader, community, id, cancel) is not ({ Row.ClosedAt: null } card, var from))
        {
            return TypedResults.NotFound();
        }

        var batch = desk.Begin(me, community);
        Household to;
        if (form.Id("household") is { } chosen)
        {
            if (await db.TakeHouseholdAsync(me, community, chosen, cancel) is not { } found)
            {
                return TypedResults.NotFound();
            }

            to = found;
        }
        else if (form.Id("dwelling") is { } door)
        {
            if (await db.Dwellings.Within(me).SingleOrDefaultAsync(d => d.CommunityId == community && d.Id == door && d.ClosedAt == null, cancel) is not { } dwelling)
            {
                return TypedResults.NotFound();
            }

            to = batch.AddHousehold(dwelling, form.Choice<Tenure>("tenure", "居住性质") ?? Tenure.Owner);
        }
        else
        {
            return http.Refused(back, "请选择转到哪一户。");
        }

        if (to.ClosedAt is not null || to.Id == from.Id)
        {
            return http.Refused(back, to.Id == from.Id ? $"{card.Row.Name} 本来就在这一户。" : "那一户已经注销，请另选一户。");
        }

        var (left, reached) = (await db.AddressAsync(community, from.DwellingId, cancel), await db.AddressAsync(community, to.DwellingId, cancel));
        var position = await db.NextPositionAsync(community, to.Id, cancel);
        // The relation was to another head.
        batch.Change(card, new PersonFacts { Name = card.Row.Name, Relation = position == 0 ? HouseholdWords.Head : "" });
        batch.Move(card, to, position, left, reached);
        await batch.SaveAsync(db, cancel);
        write.Record(community, "person.move", id, $"{card.Row.Name} 由 {left} 转到 {reached}");
        await write.CommitAsync(cancel);
        return http.Done(RegisterPaths.Household(community, to.Id), $"{card.Row.Name} 已转到 {reached}，请补上与户主关系。");
    }
}

/// <summary>A door to which a person may be moved.</summary>
public sealed record MoveTarget(Dwelling Dwelling, string Compound, IReadOnlyList<DoorHousehold> Households);
