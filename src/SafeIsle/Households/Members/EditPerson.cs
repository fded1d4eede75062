using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Members;

/// <summary>
/// Corrects a person. The form carries when her row was last changed; if somebody else changed it meanwhile, the form comes back with
/// both values of each field that differs, and nothing is overwritten.
/// </summary>
internal static class EditPerson
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/people/{id:guid}", ShowAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/people/{id:guid}", SaveAsync).May(Role.Committee);
    }

    private static async Task<IResult> ShowAsync(long community, Guid id, Db db, Me me, RegisterReader reader, CancellationToken cancel)
    {
        if (await LoadAsync(db, me, reader, community, id, cancel) is not { } card)
        {
            return TypedResults.NotFound();
        }

        // The form shows health note and tag details, which only those who care for her should read.
        if (card.HealthNote.Length > 0 || card.Tags.Values.Any(detail => detail.Length > 0))
        {
            await db.RecordLookAsync(me.Actor, community, "person.look", id, $"打开 {card.Row.Name} 的登记修改，查看了健康备注和标签说明", cancel);
        }

        return Page.Of<EditPersonPage>(await ParametersAsync(db, me, card, FormInput.Empty, Seen(card), null, cancel));
    }

    private static async Task<IResult> SaveAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, RegisterReader reader, RegisterDesk desk, KeyRing keys,
        TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.TakePersonAsync(me, reader, community, id, cancel) is not ({ Row.ClosedAt: null } card, var household))
        {
            return TypedResults.NotFound();
        }

        var tags = await TagNames.LoadAsync(db, me, community, cancel);
        var facts = PersonForm.Read(form, card, tags, clock.Today());
        if (facts is not null)
        {
            await AddPerson.RefuseTwinAsync(db, keys, form, facts, household, except: id, cancel);
            await AddPerson.RefuseSecondHeadAsync(db, form, facts, household, except: id, cancel);
        }

        if (facts is null || !form.Ok)
        {
            return Page.Again<EditPersonPage>(await ParametersAsync(db, me, card, form, form.Typed("seen"), null, cancel));
        }

        var path = RegisterPaths.Household(community, household.Id);
        var differences = RegisterDiff.Between(card, facts);
        if (differences.Count == 0)
        {
            return http.Done(path, "没有改动。");
        }

        if (form.Typed("seen") != Seen(card))
        {
            var stale = differences.Select(d => new HistoryText(
                RegisterWords.Of(d.Field), RegisterHistory.Shy(d.Field, d.From, tags), RegisterHistory.Shy(d.Field, d.To, tags))).ToList();
            return Page.Again<EditPersonPage>(await ParametersAsync(db, me, card, form, Seen(card), stale, cancel));
        }

        var batch = desk.Begin(me, community);
        batch.Change(card, facts);
        await batch.SaveAsync(db, cancel);
        write.Record(community, "person.change", id, $"修改 {card.Row.Name} 的{string.Join('、', differences.Select(d => RegisterWords.Of(d.Field)))}");
        await write.CommitAsync(cancel);
        return http.Done(path, $"已保存 {card.Row.Name} 的登记。");
    }

    /// <summary>The state of the row that a form was filled against.</summary>
    internal static string Seen(PersonCard card) => $"{card.Row.UpdatedAt.ToUnixTimeMilliseconds()}";

    /// <summary>A person in use; null where she is not, or is out of reach.</summary>
    internal static async Task<PersonCard?> LoadAsync(Db db, Me me, RegisterReader reader, long community, Guid id, CancellationToken cancel) =>
        (await reader.OpenAsync(db.People.Within(me).Where(p => p.CommunityId == community && p.Id == id && p.ClosedAt == null), cancel)).SingleOrDefault();

    private static async Task<object> ParametersAsync(
        Db db, Me me, PersonCard card, FormInput form, string seen, List<HistoryText>? stale, CancellationToken cancel)
    {
        var community = card.Row.CommunityId;
        var place = await db.People.Where(p => p.CommunityId == community && p.Id == card.Row.Id).WithPlace(db)
            .Select(p => p.Dwelling.Label).SingleAsync(cancel);
        var last = stale is null ? null : await db.RegisterChanges.Where(c => c.CommunityId == community && c.PersonId == card.Row.Id)
            .OrderByDescending(c => c.At).Select(c => new { c.By, c.At }).FirstOrDefaultAsync(cancel);
        return new
        {
            Card = card,
            Address = place,
            Tags = await TagNames.LoadAsync(db, me, community, cancel),
            Form = form,
            Seen = seen,
            Stale = stale,
            StaleBy = last is null ? "" : $"{last.By}于 {last.At.Short()}",
        };
    }
}
