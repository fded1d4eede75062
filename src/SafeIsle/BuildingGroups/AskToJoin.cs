using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups;

/// <summary>Whoever can show nothing asks, and waits for a committee member's yes.</summary>
internal static class AskToJoin
{
    // More would be mischief: whoever answers for the door calls them one by one.
    private const int MostWaiting = 5;

    private const string Full = "这一户已经有几台手机在等居委会确认，请等确认后再来，急事请直接打居委会电话。";
    private const string TooOften = "这一户一小时内请求的次数太多了，请过一会儿再试，急事请直接打居委会电话。";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/g/{code}/ask", AskAsync).MayAnyone(Homes.WhyOpen);
        app.MapBack("/g/{code}/ask").MayAnyone(Homes.WhyOpen);
    }

    private static async Task<IResult> AskAsync(
        string code, FormInput form, HttpContext http, GroupFinder finder, Homes homes, Recognise recognise, JoinTicket ticket, DoorLimits limits,
        Sealer sealer, Db db, TimeProvider clock, CancellationToken cancel)
    {
        var (group, no) = await finder.FindAsync(http, code);
        if (group is null)
        {
            return no!;
        }

        var phone = OnePhone.Read(form);
        if (await JoinForm.ReadAsync(form, group, db, cancel) is not { } typed)
        {
            return await JoinGroup.AgainAsync(form, http, group, homes, db, cancel);
        }

        var id = ticket.Read(form.Typed(JoinTicket.Field));
        var mine = (await homes.AllAsync(http)).FirstOrDefault(h => h.Dwelling.Id == typed.Dwelling.Id)?.Row;
        if (mine is { State: ResidentState.In })
        {
            return TypedResults.LocalRedirect(Homes.PathOf(mine.Id));
        }

        if (mine is { State: ResidentState.Waiting } || await recognise.BeforeAsync(id, typed.Dwelling, cancel) is { State: ResidentState.Waiting })
        {
            return TypedResults.LocalRedirect(group.Path);
        }

        var (community, dwelling) = (typed.Dwelling.CommunityId, typed.Dwelling.Id);
        var waiting = await db.Residents.CountAsync(
            r => r.CommunityId == community && r.DwellingId == dwelling && r.State == ResidentState.Waiting, cancel);
        if (waiting >= MostWaiting || !limits.TakeSubmission(dwelling))
        {
            form.Wrong("ask", waiting >= MostWaiting ? Full : TooOften);
            return await JoinGroup.AgainAsync(form, http, group, homes, db, cancel);
        }

        // Asked again after a no: a row of its own, so that both answers stay.
        var row = await recognise.IdAsync(id, typed.Dwelling, ResidentState.Waiting, cancel);
        await recognise.AddAsync(
            http,
            new()
            {
                CommunityId = community,
                Id = row,
                BuildingId = group.Group.BuildingId,
                DwellingId = dwelling,
                Name = typed.Name,
                IsProxy = typed.IsProxy,
                Proof = ResidentProof.Committee,
                State = ResidentState.Waiting,
                JoinedAt = clock.Now(),
                PhoneSealed = sealer.Seal(SealedColumn.ResidentPhone, row, phone),
            },
            typed.Dwelling, group.Community, "resident.ask", $"{typed.Dwelling.Label}的一台手机请居委会确认进入楼组群", cancel);
        return TypedResults.LocalRedirect(group.Path);
    }
}
