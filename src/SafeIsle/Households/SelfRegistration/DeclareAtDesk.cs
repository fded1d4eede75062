using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>
/// The residents' form in the hands of a worker at the door or on the phone: what is stored stands in it at once, and what comes of it
/// is marked as filled in by her.
/// </summary>
internal static class DeclareAtDesk
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/dwellings/{id:guid}/declare", ShowAsync).May(HouseholdsModule.MayCall);
        app.MapPost("/desk/{community:long}/dwellings/{id:guid}/declare", PostAsync).May(HouseholdsModule.MayCall);
    }

    private static async Task<IResult> ShowAsync(
        long community, Guid id, string? household, Me me, RegisterReader reader, Db db, CancellationToken cancel)
    {
        var dwelling = await FindAsync(db, community, id, me, cancel);
        if (dwelling is null)
        {
            return TypedResults.NotFound();
        }

        var households = await db.HouseholdsOf(dwelling).ToListAsync(cancel);
        var shown = household == "new" ? null : households.Find(h => h.Id.ToString() == household) ?? households.FirstOrDefault();
        var people = shown is null ? [] : await reader.OpenAsync(db.PeopleOf(dwelling).Where(p => p.HouseholdId == shown.Id), cancel);
        var draft = HouseholdDraft.Start(byProxy: true, shown?.Tenure, people);
        return Page.Of<DeclareAtDeskPage>(await ParametersAsync(db, dwelling, draft, FormInput.Empty, households, shown, me, cancel));
    }

    private static async Task<IResult> PostAsync(
        long community, Guid id, FormInput form, HttpContext http, Me me, SubmitDeclaration submit, Db db, TimeProvider clock, CancellationToken cancel)
    {
        var dwelling = await FindAsync(db, community, id, me, cancel);
        if (dwelling is null)
        {
            return TypedResults.NotFound();
        }

        var posted = DeclareForm.Take(form, await DeclareForm.TagsAsync(db, community, cancel), clock.Today(), atDesk: true);
        if (posted.Sent is { } declaration)
        {
            var worker = me.DutyTitle.Length > 0 ? $"{me.Name}（{me.DutyTitle}）" : me.Name;
            var stored = await submit.StoreAsync(me.Actor, dwelling, posted.Draft.Key, ChineseText.Cut(worker, 60), declaration, cancel);
            if (!stored.Refused)
            {
                return http.Done(
                    $"/desk/{community}/proposals/{stored.Value.Id}", $"{dwelling.Label}的代填已交，回执 {stored.Value.Receipt}；确认之后才写入登记册。");
            }

            form.Wrong(DeclareForm.Whole, stored.Refusal!);
        }

        var parameters = await ParametersAsync(db, dwelling, posted.Draft, form, [], null, me, cancel);
        return form.Ok ? Page.Of<DeclareAtDeskPage>(parameters) : Page.Again<DeclareAtDeskPage>(parameters);
    }

    private static Task<Dwelling?> FindAsync(Db db, long community, Guid id, Me me, CancellationToken cancel) =>
        db.Dwellings.Within(me).SingleOrDefaultAsync(d => d.CommunityId == community && d.Id == id && d.ClosedAt == null, cancel);

    private static async Task<object> ParametersAsync(
        Db db, Dwelling dwelling, HouseholdDraft draft, FormInput form, IReadOnlyList<Household> households, Household? shown, Me me,
        CancellationToken cancel) => new
    {
        Draft = draft,
        Form = form,
        Tags = await DeclareForm.TagsAsync(db, dwelling.CommunityId, cancel),
        Dwelling = dwelling,
        Community = await db.Communities.Within(me).SingleAsync(c => c.CommunityId == dwelling.CommunityId, cancel),
        Households = households,
        Shown = shown,
    };
}
