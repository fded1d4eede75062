using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Members;

/// <summary>Who is head of household, how the others are related to the head, and in which order they stand.</summary>
internal static class OrderMembers
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/households/{id:guid}/order", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/households/{id:guid}/order", SaveAsync).May(Role.Committee);
    }

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, RegisterReader reader, CancellationToken cancel) =>
        await HouseholdView.LoadAsync(db, me, reader, community, id, cancel) is { Household.ClosedAt: null } view
            ? Page.Of<OrderMembersPage>(new { View = view })
            : TypedResults.NotFound();

    private static async Task<IResult> SaveAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, RegisterReader reader, RegisterDesk desk, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.TakeHouseholdAsync(me, community, id, cancel) is not { ClosedAt: null } household)
        {
            return TypedResults.NotFound();
        }

        var members = await reader.OpenAsync(
            db.People.Where(p => p.CommunityId == community && p.HouseholdId == id && p.ClosedAt == null).OrderBy(p => p.Position).ThenBy(p => p.Id), cancel);
        var path = RegisterPaths.Household(community, id);
        if (members.Any(m => !form.Has($"relation-{m.Row.Id}")))
        {
            return http.Refused(path + "/order", "这一户刚刚增加了成员，请在新的名单上重新填写。");
        }

        var places = members.Select((m, i) => (
            Card: m,
            Relation: form.Text($"relation-{m.Row.Id}", "与户主关系", PersonForm.LongestRelation),
            Order: form.Number($"order-{m.Row.Id}", "顺序", 1, 99) ?? i + 1)).ToList();
        var heads = places.Count(p => p.Relation == HouseholdWords.Head);
        if (form.Ok && heads != 1)
        {
            form.Wrong("head", heads == 0 ? "请把一个人的关系填成“户主”。" : $"只能有一位户主，现在填了 {heads} 位。");
        }

        if (!form.Ok)
        {
            return Page.Again<OrderMembersPage>(new { View = (await HouseholdView.LoadAsync(db, me, reader, community, id, cancel))!, Form = form });
        }

        var batch = desk.Begin(me, community);
        var position = 0;
        foreach (var place in places.OrderBy(p => p.Relation == HouseholdWords.Head ? 0 : 1).ThenBy(p => p.Order))
        {
            batch.Change(place.Card, new PersonFacts { Name = place.Card.Row.Name, Relation = place.Relation });
            batch.Place(place.Card, position++);
        }

        if (batch.Count == 0)
        {
            return http.Done(path, "没有改动。");
        }

        await batch.SaveAsync(db, cancel);
        var head = places.Single(p => p.Relation == HouseholdWords.Head).Card.Row.Name;
        write.Record(community, "household.order", id, $"调整 {await db.AddressAsync(community, household.DwellingId, cancel)} 的户主和顺序，户主 {head}");
        await write.CommitAsync(cancel);
        return http.Done(path, "已保存户主和关系。");
    }
}
