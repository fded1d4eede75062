using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Households;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.BuildingGroups;

/// <summary>One of the five parties gives the number under which residents reach her, or takes it back. Nobody else does that for her.</summary>
internal static class MyPhone
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(ShowGroup.Root + "/my-phone", ShowAsync).May(WhoMay.Readers);
        app.MapPost(ShowGroup.Root + "/my-phone", SaveAsync).May(WhoMay.Readers);
    }

    private static async Task<IResult> ShowAsync(long community, Guid order, Db db, Me me, Sealer sealer, CancellationToken cancel) =>
        await MineAsync(db, me, community, order, cancel) is { } mine
            ? Page.Of<MyPhonePage>(new { Back = Back(community, order), Phone = sealer.Open(SealedColumn.PartyPhone, mine.Id, mine.PhoneSealed) ?? "", Form = FormInput.Empty })
            : TypedResults.NotFound();

    private static async Task<IResult> SaveAsync(
        long community, Guid order, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await MineAsync(db, me, community, order, cancel) is not { } mine)
        {
            return TypedResults.NotFound();
        }

        var phone = OnePhone.Read(form);
        if (!form.Ok)
        {
            return Page.Again<MyPhonePage>(new { Back = Back(community, order), Phone = "", Form = form });
        }

        var value = sealer.Seal(SealedColumn.PartyPhone, mine.Id, phone);
        await db.GroupParties.Where(p => p.CommunityId == community && p.Id == mine.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.PhoneSealed, value), cancel);
        write.Record(community, "group.phone", mine.Id, phone.Length > 0 ? "在楼组群里留下自己的电话" : "收回在楼组群里留的电话");
        await write.CommitAsync(cancel);
        return http.Done(Back(community, order), phone.Length > 0 ? "电话已留，群里的住户看得到。" : "电话已收回。");
    }

    private static Task<GroupParty?> MineAsync(Db db, Me me, long community, Guid order, CancellationToken cancel) =>
        db.GroupParties.Within(me).SingleOrDefaultAsync(p => p.CommunityId == community && p.OrderId == order && p.AccountId == me.AccountId, cancel);

    private static string Back(long community, Guid order) => ClosuresModule.Path(community, order) + "/group";
}
