using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>The form on a resident's phone, and the receipt after it.</summary>
internal static class DeclareHousehold
{
    private const string TooOften = "这一户一小时内交的登记太多了，请过一会儿再按提交，或打居委会电话，由工作人员代填。";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/h/{code}/form", ShowAsync).MayAnyone(FindDoor.WhyOpen);
        app.MapPost("/h/{code}/form", PostAsync).MayAnyone(FindDoor.WhyOpen);
        app.MapGet("/h/{code}/received/{id:guid}", ReceivedAsync).MayAnyone(FindDoor.WhyOpen);
    }

    private static async Task<IResult> ShowAsync(
        string code, string? by, HttpContext http, Doors doors, DoorProof proof, RegisterReader reader, Db db, FormKeyOfPhone keyOf,
        CancellationToken cancel)
    {
        var (door, no) = await doors.FindAsync(http, code);
        if (door is null)
        {
            return no!;
        }

        var household = proof.Read(http, door) is { } shown
            ? await db.HouseholdsOf(door.Dwelling).SingleOrDefaultAsync(h => h.Id == shown, cancel)
            : null;
        var people = household is null
            ? []
            : await reader.OpenAsync(db.PeopleOf(door.Dwelling).Where(p => p.HouseholdId == household.Id), cancel);
        var draft = HouseholdDraft.Start(by == "proxy", household?.Tenure, people, await keyOf(http, door.Dwelling));
        return Page.Of<DeclarePage>(await ParametersAsync(db, door, draft, FormInput.Empty, household is not null, cancel));
    }

    private static async Task<IResult> PostAsync(
        string code, FormInput form, HttpContext http, Doors doors, DoorLimits limits, DoorProof proof, SubmitDeclaration submit, Db db,
        TimeProvider clock, CancellationToken cancel)
    {
        var (door, no) = await doors.FindAsync(http, code);
        if (door is null)
        {
            return no!;
        }

        var posted = DeclareForm.Take(form, await DeclareForm.TagsAsync(db, door.Community.CommunityId, cancel), clock.Today());
        if (posted.Sent is { } declaration)
        {
            if (!limits.TakeSubmission(door.Dwelling.Id))
            {
                form.Wrong(DeclareForm.Whole, TooOften);
            }
            else
            {
                var filledBy = posted.Draft.ByProxy ? $"{form.Text("filled-by", "")}（{form.Text("filled-as", "")}）" : "";
                var stored = await submit.StoreAsync(Doors.Resident, door.Dwelling, posted.Draft.Key, filledBy, declaration, cancel);
                if (!stored.Refused)
                {
                    // The phone may go back to its owner now.
                    DoorProof.Forget(http);
                    return TypedResults.LocalRedirect($"{door.Path}/received/{stored.Value.Id:N}");
                }

                form.Wrong(DeclareForm.Whole, stored.Refusal!);
            }
        }

        var parameters = await ParametersAsync(db, door, posted.Draft, form, proof.Read(http, door) is not null, cancel);
        return form.Ok ? Page.Of<DeclarePage>(parameters) : Page.Again<DeclarePage>(parameters);
    }

    private static async Task<IResult> ReceivedAsync(string code, Guid id, HttpContext http, Doors doors, Db db, CancellationToken cancel)
    {
        var (door, no) = await doors.FindAsync(http, code);
        if (door is null)
        {
            return no!;
        }

        var proposal = await db.Proposals.SingleOrDefaultAsync(
            p => p.CommunityId == door.Dwelling.CommunityId && p.DwellingId == door.Dwelling.Id && p.Id == id, cancel);
        return proposal is null ? TypedResults.LocalRedirect(door.Path) : Page.Of<ReceivedPage>(new { Door = door, Proposal = proposal });
    }

    private static async Task<object> ParametersAsync(
        Db db, Door door, HouseholdDraft draft, FormInput form, bool shown, CancellationToken cancel) => new
    {
        Draft = draft,
        Form = form,
        Tags = await DeclareForm.TagsAsync(db, door.Community.CommunityId, cancel),
        Dwelling = door.Dwelling,
        Community = door.Community,
        Action = door.Path + "/form",
        Back = door.Path,
        Leave = shown ? door.Path + "/leave" : null,
    };
}
