using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Members;

/// <summary>Registers one more member of a household. The form carries the new person's id: sent twice, it leads to the one it made.</summary>
internal static class AddPerson
{
    /// <summary>More than any household has; a mistake or an attack otherwise.</summary>
    private const int MostMembers = 60;

    /// <summary>The box that says: not the one of that name who is registered already.</summary>
    internal const string AnotherPerson = "anotherPerson";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/households/{id:guid}/add", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/households/{id:guid}/add", SaveAsync).May(Role.Committee);
    }

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, RegisterReader reader, CancellationToken cancel) =>
        await HouseholdView.LoadAsync(db, me, reader, community, id, cancel) is { Household.ClosedAt: null } view
            ? Page.Of<AddPersonPage>(new { View = view })
            : TypedResults.NotFound();

    private static async Task<IResult> SaveAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, RegisterReader reader, RegisterDesk desk, KeyRing keys,
        TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.TakeHouseholdAsync(me, community, id, cancel) is not { ClosedAt: null } household)
        {
            return TypedResults.NotFound();
        }

        var key = form.Id("key");
        if (await db.People.Where(p => p.CommunityId == community && p.Id == key).Select(p => new { p.Name, p.HouseholdId }).SingleOrDefaultAsync(cancel) is { } made)
        {
            return http.Done(RegisterPaths.Household(community, made.HouseholdId), $"{made.Name} 刚才已经登记好了，没有再登记一次。");
        }

        var tags = await TagNames.LoadAsync(db, me, community, cancel);
        var facts = PersonForm.Read(form, null, tags, clock.Today());
        if (facts is not null)
        {
            await RefuseTwinAsync(db, keys, form, facts, household, except: null, cancel);
            await RefuseSecondHeadAsync(db, form, facts, household, except: null, cancel);
            await AskAboutNamesakeAsync(db, form, facts, household, cancel);
        }

        var position = await db.NextPositionAsync(community, id, cancel);
        if (position >= MostMembers)
        {
            form.Wrong("name", $"一户最多登记 {MostMembers} 人；合租、宿舍请分户登记。");
        }

        if (facts is null || !form.Ok)
        {
            return Page.Again<AddPersonPage>(new { View = (await HouseholdView.LoadAsync(db, me, reader, community, id, cancel))!, Form = form });
        }

        var batch = desk.Begin(me, community);
        var person = batch.AddPerson(household, facts, facts.Relation == HouseholdWords.Head ? 0 : Math.Max(1, position), key);
        await batch.SaveAsync(db, cancel);
        write.Record(community, "person.add", person.Id, $"在 {await db.AddressAsync(community, household.DwellingId, cancel)} 登记 {person.Name}");
        await write.CommitAsync(cancel);
        var path = RegisterPaths.Household(community, id);
        return http.Done(form.Ticked("another") ? path + "/add" : path, $"已登记 {person.Name}。");
    }

    /// <summary>The same document twice in one household is a mistake; in another dwelling it is only shown.</summary>
    internal static async Task RefuseTwinAsync(
        Db db, KeyRing keys, FormInput form, PersonFacts facts, Household household, Guid? except, CancellationToken cancel)
    {
        if (facts.DocumentNumber is not { Length: > 0 } number)
        {
            return;
        }

        var hash = RegisterBatch.DocumentHash(keys, household.CommunityId, facts.DocumentKind ?? DocumentKind.ResidentId, number);
        var twin = await db.People
            .Where(p => p.CommunityId == household.CommunityId && p.HouseholdId == household.Id && p.ClosedAt == null && p.DocumentHash == hash && p.Id != except)
            .Select(p => p.Name).FirstOrDefaultAsync(cancel);
        if (twin is not null)
        {
            form.Wrong("document", $"这个证件已登记在本户的{twin}名下，请核对。");
        }
    }

    /// <summary>Two people of one name in one household are rare; mostly it is the same person again.</summary>
    private static async Task AskAboutNamesakeAsync(Db db, FormInput form, PersonFacts facts, Household household, CancellationToken cancel)
    {
        if (form.Ticked(AnotherPerson))
        {
            return;
        }

        var names = await db.People.Where(p => p.CommunityId == household.CommunityId && p.HouseholdId == household.Id && p.ClosedAt == null)
            .Select(p => p.Name).ToListAsync(cancel);
        var name = ChineseText.Key(facts.Name);
        if (names.Find(n => ChineseText.Key(n) == name) is { } namesake)
        {
            form.Wrong("name", $"本户已经登记了{namesake}。是同一个人就不用再加；确实是另一个同名的人，请在最下面勾选后再登记。");
            form.Wrong(AnotherPerson, "");
        }
    }

    /// <summary>A household has one head; changing who it is has a form of its own.</summary>
    internal static async Task RefuseSecondHeadAsync(
        Db db, FormInput form, PersonFacts facts, Household household, Guid? except, CancellationToken cancel)
    {
        if (facts.Relation != HouseholdWords.Head)
        {
            return;
        }

        var head = await db.People
            .Where(p => p.CommunityId == household.CommunityId && p.HouseholdId == household.Id && p.ClosedAt == null && p.Relation == HouseholdWords.Head && p.Id != except)
            .Select(p => p.Name).FirstOrDefaultAsync(cancel);
        if (head is not null)
        {
            form.Wrong("relation", $"本户的户主是{head}；要换户主，请用“户主和关系”。");
        }
    }
}
