using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Health.Measures;

/// <summary>The committee enters whom its notices name; what is entered stands in the next form, notices that were made stay.</summary>
internal static class EditContacts
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/measures/contacts", FormAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/measures/contacts", SaveAsync).May(Role.Committee);
    }

    internal static string Path(long community) => $"{MeasureDesk.Path(community)}/contacts";

    private static async Task<IResult> FormAsync(long community, Db db, Sealer sealer, CancellationToken cancel) =>
        Page.Of<EditContactsPage>(new { Community = community, Contacts = await UsualContacts.EnteredAsync(db, sealer, community, cancel) });

    /// <summary>What stood in the field when the page was shown: only what was changed is written, and over nothing that another entered since.</summary>
    internal static string Was(string field) => $"was-{field}";

    internal static bool IsChanged(FormInput form, string field) => form.Has(field) && ChineseText.Clean(form.Typed(field)) != form.Typed(Was(field));

    private static async Task<IResult> SaveAsync(long community, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        // On PostgreSQL the second of two waits here until the first is through; on SQLite it waits already.
        await db.UsualContacts.Where(c => c.CommunityId == community).ExecuteUpdateAsync(set => set.SetProperty(c => c.ContactsSealed, c => c.ContactsSealed), cancel);
        var now = await UsualContacts.EnteredAsync(db, sealer, community, cancel);
        var contacts = new MeasureContacts(
            Entered(form, "officer", "街道干部及电话", now.Officer), Entered(form, "worker", "网格员、社工及电话", now.Worker), "",
            Entered(form, "doctor", "社区医生及电话", now.Doctor));
        if (!form.Ok)
        {
            return Page.Again<EditContactsPage>(new { Community = community, Contacts = now, Form = form });
        }

        if (await db.UsualContacts.AsTracking().SingleOrDefaultAsync(c => c.CommunityId == community, cancel) is not { } row)
        {
            db.Add(row = new() { CommunityId = community, Id = Ids.New() });
        }

        row.ContactsSealed = sealer.SealBytes(SealedColumn.UsualContacts, row.Id, JsonSerializer.SerializeToUtf8Bytes(contacts));
        write.Record(community, "measure.contacts", null, "改告知书上的联系人");
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            form.Wrong("officer", "刚才有人也在填写，这一次没有保存；写的还在，请核对现在的内容，再保存一次。");
            return Page.Again<EditContactsPage>(new { Community = community, Contacts = await UsualContacts.EnteredAsync(db, sealer, community, cancel), Form = form });
        }

        return http.Done(Path(community), "已保存，以后开措施时先填好；已经开出的告知书不变。");
    }

    // What was left as it was shown stays as it is now.
    private static string Entered(FormInput form, string field, string label, string now)
    {
        if (!IsChanged(form, field))
        {
            return now;
        }

        if (now != form.Typed(Was(field)) && now != ChineseText.Clean(form.Typed(field)))
        {
            form.Wrong(field, $"刚才有人把它{(now.Length == 0 ? "清空了" : $"改成了“{now}”")}，这一次没有保存；写的还在，看过了还要改，请再保存一次。");
        }

        return form.Text(field, label, MeasureLimits.MostPlace);
    }
}
