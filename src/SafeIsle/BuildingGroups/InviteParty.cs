using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Access.Staff;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.BuildingGroups;

/// <summary>The five parties come in: a colleague is picked, somebody without account is invited by a link that names building and role.</summary>
internal static class InviteParty
{
    private const int MostName = 60;
    private const string Over = "封控已经解除，不用再请人进群。";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(ShowGroup.Root + "/parties/new", ShowAsync).May(Role.Committee);
        app.MapPost(ShowGroup.Root + "/parties/pick", PickAsync).May(Role.Committee);
        app.MapBack(ShowGroup.Root + "/parties/pick", "new").May(Role.Committee);
        app.MapPost(ShowGroup.Root + "/parties/invite", InviteAsync).May(Role.Committee);
        app.MapBack(ShowGroup.Root + "/parties/invite", "new").May(Role.Committee);
        app.MapPost(ShowGroup.Root + "/parties/{party:guid}/remove", RemoveAsync).May(Role.Committee);
    }

    private static async Task<IResult> ShowAsync(long community, Guid order, HttpContext http, Db db, Me me, CancellationToken cancel) =>
        await FindAsync(db, me, community, order, cancel) is not { } found ? TypedResults.NotFound()
        : found.LiftedAt is not null ? http.Refused(Back(found), Over)
        : await PageAsync(found, FormInput.Empty, db, cancel);

    private static async Task<IResult> PickAsync(
        long community, Guid order, FormInput form, HttpContext http, Db db, Me me, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindAsync(db, me, community, order, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        if (found.LiftedAt is not null)
        {
            return http.Refused(Back(found), Over);
        }

        var kind = form.RequiredChoice<PartyKind>("kind", "身份");
        var reach = await Colleagues.OfAsync(db, community, found.BuildingId, cancel);
        var colleague = reach.FirstOrDefault(c => c.Id == form.Id("who"));
        var elsewhere = colleague is null ? (await ElsewhereAsync(db, community, reach, cancel)).FirstOrDefault(c => c.Id == form.Id("who")) : null;
        if ((colleague ?? elsewhere) is not { } person)
        {
            form.Wrong("who", "请选择一位同事；没有账号的请发邀请。");
            return await PageAsync(found, form, db, cancel);
        }

        if (!form.Ok)
        {
            return await PageAsync(found, form, db, cancel);
        }

        if (await db.GroupParties.AnyAsync(p => p.CommunityId == community && p.OrderId == order && p.AccountId == person.Id, cancel))
        {
            return http.Done(Back(found), $"{person.Name}已经在群里。");
        }

        if (elsewhere is not null)
        {
            // She works in other buildings only; from now on in this one too.
            db.AddRange(Granted(found).ToGrants(person.Id));
            write.Record(community, "staff.grant", person.Id, $"{person.Name} 增加{Role.Partner.Name()}，只限{found.Label}，因为请进楼组群");
        }

        db.Add(Party(found, kind, person.Name, me, clock.Now(), account: person.Id));
        write.Record(community, "group.party", order, $"请{person.Name}以{GroupWords.Of(kind)}身份进入{found.Label}楼组群");
        write.AfterCommit(() => signals.RaiseBuilding(community, found.BuildingId));
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException collision) when (collision.IsTaken())
        {
            return http.Done(Back(found), $"{person.Name}已经在群里。");
        }

        return http.Done(Back(found), $"{person.Name}已经以{GroupWords.Of(kind)}身份进群。");
    }

    private static async Task<IResult> InviteAsync(
        long community, Guid order, FormInput form, HttpContext http, Db db, Me me, Signals signals, PublicAddress address, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await FindAsync(db, me, community, order, cancel) is not { } found)
        {
            return TypedResults.NotFound();
        }

        if (found.LiftedAt is not null)
        {
            return http.Refused(Back(found), Over);
        }

        var kind = form.RequiredChoice<PartyKind>("kind", "身份");
        var name = form.Required("name", "称呼", MostName);
        if (!form.Ok)
        {
            return await PageAsync(found, form, db, cancel);
        }

        var secret = LinkSecret.New();
        var invitation = InviteStaff.New(
            secret, name, GroupWords.Of(kind), Granted(found), me.AccountId, clock.Now());
        db.Add(invitation);
        db.Add(Party(found, kind, name, me, clock.Now(), invitation: invitation.Id));
        write.Record(community, "group.party", order, $"邀请{name}以{GroupWords.Of(kind)}身份进入{found.Label}楼组群");
        write.AfterCommit(() => signals.RaiseBuilding(community, found.BuildingId));
        await write.CommitAsync(cancel);
        return Page.Of<LinkPage>(new
        {
            Title = $"给{name}的邀请",
            For = name,
            What = $"以{GroupWords.Of(kind)}身份进入{found.Label}的楼组群，看进展、答住户的问题",
            Address = LinkSecret.Address(address.Of(http.Request), Join.Path, secret),
            OnlyHere = address.IsOnlyHere(http.Request),
            Until = invitation.ExpiresAt,
            Back = Back(found),
            BackTitle = "楼组群",
        });
    }

    private static async Task<IResult> RemoveAsync(
        long community, Guid order, Guid party, HttpContext http, Db db, Me me, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var row = await db.GroupParties.Within(me).SingleOrDefaultAsync(p => p.CommunityId == community && p.OrderId == order && p.Id == party, cancel);
        if (row is null)
        {
            return TypedResults.NotFound();
        }

        var now = clock.Now();
        await db.GroupParties.Where(p => p.CommunityId == community && p.Id == party).ExecuteDeleteAsync(cancel);
        await db.Set<Invitation>().Where(i => i.Id == row.InvitationId && i.UsedAt == null && i.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.ExpiresAt, now), cancel);
        write.Record(community, "group.party.remove", order, $"请{row.Name}（{GroupWords.Of(row.Kind)}）退出楼组群");
        write.AfterCommit(() => signals.RaiseBuilding(community, row.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(
            ClosuresModule.Path(community, order) + "/group",
            row.AccountId is null ? $"给{row.Name}的邀请已撤回。" : $"{row.Name}已退出楼组群；账号和权限没有变，要收回请到“人员”。");
    }

    /// <summary>For the page of the link: which building's group, as what.</summary>
    internal static async Task<string?> SaysAsync(Db db, Invitation invitation, CancellationToken cancel)
    {
        var found = await (
            from p in db.GroupParties
            join o in db.ClosureOrders on new { p.CommunityId, Id = p.OrderId } equals new { o.CommunityId, o.Id }
            where p.CommunityId == invitation.Place && p.InvitationId == invitation.Id
            select new { p.Kind, o.Label }).FirstOrDefaultAsync(cancel);
        return found is null ? null : $"进{found.Label}的楼组群，身份：{GroupWords.Of(found.Kind)}（{GroupWords.For(found.Kind)}）";
    }

    /// <summary>The invited has come: her place in the group is hers, unless she has one there already.</summary>
    internal static async Task TakenAsync(
        Db db, WriteScope write, Signals signals, Invitation invitation, Guid account, string name, CancellationToken cancel)
    {
        var party = await db.GroupParties.AsTracking().FirstOrDefaultAsync(
            p => p.CommunityId == invitation.Place && p.InvitationId == invitation.Id, cancel);
        if (party is null)
        {
            return;
        }

        var there = await db.GroupParties.AnyAsync(p => p.CommunityId == party.CommunityId && p.OrderId == party.OrderId && p.AccountId == account, cancel);
        if (there)
        {
            db.Remove(party);
        }
        else
        {
            (party.AccountId, party.Name) = (account, name);
        }

        write.Record(party.CommunityId, "group.party", party.OrderId, $"{name}以{GroupWords.Of(party.Kind)}身份进入楼组群");
        write.AfterCommit(() => signals.RaiseBuilding(party.CommunityId, party.BuildingId));
    }

    private static GrantForm Granted(ClosureOrder order) => new(Role.Partner, order.CommunityId, [order.BuildingId]);

    private static GroupParty Party(
        ClosureOrder order, PartyKind kind, string name, Me by, DateTimeOffset now, Guid? account = null, Guid? invitation = null) => new()
    {
        CommunityId = order.CommunityId,
        Id = Ids.New(),
        BuildingId = order.BuildingId,
        OrderId = order.Id,
        Kind = kind,
        Name = name,
        AccountId = account,
        InvitationId = invitation,
        AddedAt = now,
        AddedBy = by.Name,
    };

    // Partners of other buildings of the community: tonight's second building has the same doctor.
    private static async Task<IReadOnlyList<Colleague>> ElsewhereAsync(Db db, long community, IReadOnlyList<Colleague> reach, CancellationToken cancel)
    {
        var there = reach.Select(c => c.Id).ToList();
        var staff = await (
            from grant in db.Set<Grant>()
            join account in db.Users on grant.AccountId equals account.Id
            where grant.Place == community && grant.Role == Role.Partner && account.ClosedAt == null && !there.Contains(account.Id)
            select new Colleague(account.Id, account.DisplayName, account.DutyTitle)).Distinct().ToListAsync(cancel);
        return [.. staff.OrderBy(c => c.DutyTitle, StringComparer.Ordinal).ThenBy(c => c.Name, StringComparer.Ordinal)];
    }

    private static Task<ClosureOrder?> FindAsync(Db db, Me me, long community, Guid order, CancellationToken cancel) =>
        db.ClosureOrders.Within(me).SingleOrDefaultAsync(o => o.CommunityId == community && o.Id == order, cancel);

    private static string Back(ClosureOrder order) => ClosuresModule.Path(order.CommunityId, order.Id) + "/group";

    private static async Task<IResult> PageAsync(ClosureOrder order, FormInput form, Db db, CancellationToken cancel)
    {
        var staff = await Colleagues.OfAsync(db, order.CommunityId, order.BuildingId, cancel);
        return Page.Of<InvitePartyPage>(
            new { Order = order, Back = Back(order), Staff = staff, Elsewhere = await ElsewhereAsync(db, order.CommunityId, staff, cancel), Form = form },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
