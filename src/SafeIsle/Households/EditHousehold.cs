using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households;

/// <summary>By what right a household lives there, under which number; and its end: moved out as a whole, or empty.</summary>
internal static class EditHousehold
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/households/{id:guid}/edit", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/households/{id:guid}/edit", SaveAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/households/{id:guid}/close", CloseAsync).May(Role.Committee);
    }

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, RegisterReader reader, CancellationToken cancel) =>
        await HouseholdView.LoadAsync(db, me, reader, community, id, cancel) is { Household.ClosedAt: null } view
            ? Page.Of<EditHouseholdPage>(new { View = view })
            : TypedResults.NotFound();

    private static async Task<IResult> SaveAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, RegisterReader reader, RegisterDesk desk, CancellationToken cancel)
    {
        var tenure = form.RequiredChoice<Tenure>("tenure", "居住性质");
        var number = form.Text("number", "户号", ShowDwelling.LongestNumber);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.TakeHouseholdAsync(me, community, id, cancel) is not { ClosedAt: null } household)
        {
            return TypedResults.NotFound();
        }

        var twin = await db.Households.AnyAsync(
            h => h.CommunityId == community && h.DwellingId == household.DwellingId && h.ClosedAt == null && h.Id != id && h.Tenure == tenure && h.Number == number, cancel);
        if (form.Ok && twin)
        {
            form.Wrong("number", "同一套房屋里已有居住性质和户号都相同的一户，请填不同的户号。");
        }

        if (!form.Ok)
        {
            return Page.Again<EditHouseholdPage>(new { View = (await HouseholdView.LoadAsync(db, me, reader, community, id, cancel))!, Form = form });
        }

        var batch = desk.Begin(me, community);
        batch.Change(household, tenure, number);
        await batch.SaveAsync(db, cancel);
        var address = await db.AddressAsync(community, household.DwellingId, cancel);
        write.Record(community, "household.change", id, $"修改 {address} 的居住性质为{RegisterWords.Of(tenure)}{(number.Length > 0 ? "，户号 " + number : "")}");
        await write.CommitAsync(cancel);
        return http.Done(RegisterPaths.Household(community, id), "已保存。");
    }

    /// <summary>Closes the household. Members still in it leave with it, when the form says how many and why.</summary>
    private static async Task<IResult> CloseAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, RegisterReader reader, RegisterDesk desk, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.TakeHouseholdAsync(me, community, id, cancel) is not { ClosedAt: null } household)
        {
            return TypedResults.NotFound();
        }

        var members = await reader.OpenAsync(
            db.People.Where(p => p.CommunityId == community && p.HouseholdId == id && p.ClosedAt == null), cancel);
        if (members.Count > 0 && form.Typed("leaving") != $"{members.Count}")
        {
            form.Wrong("leaving", $"本户现有 {members.Count} 人，注销会把他们一起转为“搬离”；确认全部搬离请勾选。");
            return Page.Again<EditHouseholdPage>(new { View = (await HouseholdView.LoadAsync(db, me, reader, community, id, cancel))!, Form = form });
        }

        var batch = desk.Begin(me, community);
        foreach (var member in members)
        {
            batch.Close(member, HistoryLine.AllMovedAway);
        }

        batch.Close(household, members.Count > 0 ? HistoryLine.AllMovedAway : "注销空户");
        await batch.SaveAsync(db, cancel);
        var address = await db.AddressAsync(community, household.DwellingId, cancel);
        write.Record(community, "household.close", id, members.Count > 0 ? $"{address} 整户搬离，{members.Count} 人" : $"注销 {address} 的空户");
        await write.CommitAsync(cancel);
        return http.Done(RegisterPaths.Dwelling(community, household.DwellingId), "已注销这一户。");
    }
}
