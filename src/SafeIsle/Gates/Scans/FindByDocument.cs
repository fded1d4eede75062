using Microsoft.EntityFrameworkCore;
using SafeIsle.Gates.Passes;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Gates.Scans;

/// <summary>
/// Somebody without card and phone says the ID number, the guard types it: which pass is that? Needs the network, because no device keeps
/// ID numbers. The answer names nobody.
/// </summary>
internal static class FindByDocument
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/gate/document", FindAsync).MayByToken(Devices.WhyOpen).RequireRateLimiting(LoginLimits.Join).AtMost(GateRules.MostAsked)
            .DescribedAs(
                "Finds the passes of somebody by the ID number",
                "For a guard's device with a network, where somebody has neither card nor phone. Names nobody; each look is in the audit log. 404: nobody of that number.")
            .Produces<DocumentFound>().Refuses(400, 401, 404, 410, 413, 429);

    private static async Task<IResult> FindAsync(
        DocumentAsked? asked, HttpContext http, Db db, KeyRing keys, DocumentLimit limit, TimeProvider clock, CancellationToken cancel)
    {
        if (await AskingDevice.OfAsync(http, db, cancel) is not { } device)
        {
            return Devices.Unknown(http);
        }

        if (device.Wiped)
        {
            return Devices.Refuse(http, StatusCodes.Status410Gone, "这台设备已被居委会清除。");
        }

        var (community, today) = (device.Row.CommunityId, clock.Today());
        var read = IdentityDocument.Read(asked?.Document ?? "", null, today);
        if (read.Refusal is { } refusal)
        {
            return Devices.Refuse(http, StatusCodes.Status400BadRequest, refusal);
        }

        if (!limit.Take(device.Row.Id))
        {
            return Devices.Refuse(http, StatusCodes.Status429TooManyRequests, $"这台设备一小时内已按证件号找过 {DocumentLimit.PerHour} 次，请按房号找，或打电话问居委会。");
        }

        var hash = RegisterBatch.DocumentHash(keys, community, read.Value.Kind, read.Value.Number);
        var found = await (
            from p in db.People
            join h in db.Households on new { p.CommunityId, Id = p.HouseholdId } equals new { h.CommunityId, h.Id }
            join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
            where p.CommunityId == community && p.DocumentHash == hash && p.ClosedAt == null && h.ClosedAt == null
            select new { Person = p.Id, Household = h.Id, d.Label }).FirstOrDefaultAsync(cancel);
        await using (var write = await db.BeginWriteAsync(device.Actor, cancel))
        {
            write.Record(community, "gate.document", found?.Household, found is null ? "按身份证号找证，登记册里没有" : $"按身份证号找到{found.Label}");
            await write.CommitAsync(cancel);
        }

        if (found is null)
        {
            return Devices.Refuse(http, StatusCodes.Status404NotFound, "登记册里没有这个号码，请核对，或按房号找。");
        }

        // Somebody's own pass, or the household's; another person's is not his.
        var passes = await db.Passes
            .Where(p => p.CommunityId == community && p.HouseholdId == found.Household && p.RevokedAt == null && p.FirstDay <= today && p.LastDay >= today
                && (p.PersonId == found.Person || p.Kind == PassKind.Household))
            .OrderBy(p => p.PersonId == null).ThenBy(p => p.Number).Select(p => p.Number).ToListAsync(cancel);
        return TypedResults.Ok(new DocumentFound(found.Label, passes));
    }
}

/// <param name="Document">An ID number, a passport, a travel permit, as typed.</param>
internal sealed record DocumentAsked(string? Document);

/// <summary>Where that person lives and which passes are good for him.</summary>
/// <param name="Passes">Short numbers without their check digit, his own first.</param>
internal sealed record DocumentFound(string Door, IReadOnlyList<int> Passes);
