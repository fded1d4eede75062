using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;
using SafeIsle.Screening.Returnees;

namespace SafeIsle.Screening.Campaigns;

/// <summary>The form that opens a campaign.</summary>
internal static class NewCampaign
{
    /// <summary>Days that a campaign may run.</summary>
    public const int MostDays = 90;

    /// <summary>Days from today within which it begins.</summary>
    public const int MostAhead = 90;

    /// <summary>Those that come with this module; others register theirs.</summary>
    internal static readonly TargetSource[] Own =
    [
        new("all", "全部住户", (db, community) => db.Households.Where(h => h.CommunityId == community && h.Tenure != Tenure.Shop))
        {
            // Whoever lives where the register knows nobody is in no household of it.
            Doors = (db, community) => db.Dwellings.Where(d => d.CommunityId == community && d.Kind != DwellingKind.Shop),
        },
        new("rented", "出租户", (db, community) => db.Households.Where(h => h.CommunityId == community && h.Tenure == Tenure.Tenant)),
        new("returnees", "报备返回的", Returning),
    ];

    // Those who announced themselves and were not checked yet.
    private static IQueryable<Household> Returning(Db db, long community)
    {
        var back = db.Returnees.Where(r => r.CommunityId == community && r.EndedAt == null && r.HouseholdId != null).Select(r => r.HouseholdId!.Value);
        return db.Households.Where(h => h.CommunityId == community && back.Contains(h.Id));
    }

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/campaigns/new", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/campaigns/new", ConfirmAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/campaigns", OpenAsync).May(Role.Committee);
    }

    internal static string Path(long community) => $"{ListCampaigns.Path(community)}/new";

    private static async Task<IResult> ShowAsync(
        long community, string? who, Db db, Me me, TargetBook book, TimeProvider clock, CancellationToken cancel) =>
        Page.Of<NewCampaignPage>(new { Who = who, Ground = await CampaignGround.LoadAsync(db, me, community, book, clock.Today(), cancel), Form = FormInput.Empty });

    /// <summary>Whom it would touch; nothing is written.</summary>
    private static async Task<IResult> ConfirmAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, TargetBook book, TimeProvider clock, CancellationToken cancel)
    {
        var ground = await CampaignGround.LoadAsync(db, me, community, book, clock.Today(), cancel);
        if (form.Has(FormInput.Edit))
        {
            return Page.Of<NewCampaignPage>(new { Ground = ground, Form = form });
        }

        if (form.Id(AnswerForm.Key) is { } id && await IsOpenAsync(db, community, id, cancel))
        {
            return Again(http, community, id);
        }

        if (CampaignForm.Read(form, ground, db, me) is { } read)
        {
            var reach = await CampaignReach.OfAsync(db, community, read, clock.Today(), cancel);
            if (!reach.Refused)
            {
                return Page.Of<ConfirmCampaignPage>(new
                {
                    Community = community,
                    read.Draft,
                    Reach = reach.Value,
                    Form = form,
                    Script = ground.Scripts.First(s => s.Code == read.Draft.Script).Name,
                    Due = OpenCampaign.DueBy(read.Draft.LastDay, clock.Now()),
                });
            }

            form.Wrong("who", reach.Refusal!);
        }

        return Page.Again<NewCampaignPage>(new { Ground = ground, Form = form });
    }

    private static async Task<IResult> OpenAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, TargetBook book, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        var ground = await CampaignGround.LoadAsync(db, me, community, book, clock.Today(), cancel);
        if (CampaignForm.Read(form, ground, db, me) is { } read)
        {
            await using var write = await db.BeginWriteAsync(me.Actor, cancel);
            if (await IsOpenAsync(db, community, read.Draft.Id, cancel))
            {
                return Again(http, community, read.Draft.Id);
            }

            var opened = await db.OpenCampaignAsync(write, community, read.Draft, read.Households, read.Empty, clock.Now(), me.Name, cancel);
            if (!opened.Refused)
            {
                write.AfterCommit(() => signals.Raise(Topics.Community(community)));
                await write.CommitAsync(cancel);
                return http.Done(ShowCampaign.Path(community, read.Draft.Id), $"已经开始，共 {opened.Value} 户；每一户都在负责的网格员的待办里。");
            }

            form.Wrong("who", opened.Refusal!);
        }

        return Page.Again<NewCampaignPage>(new { Ground = ground, Form = form });
    }

    private static Task<bool> IsOpenAsync(Db db, long community, Guid id, CancellationToken cancel) =>
        db.Campaigns.AnyAsync(c => c.CommunityId == community && c.Id == id, cancel);

    private static IResult Again(HttpContext http, long community, Guid id) => http.Done(ShowCampaign.Path(community, id), "这次排查已经开始了。");
}
