using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
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

    private static async Task<IResult> SaveAsync(long community, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, CancellationToken cancel)
    {
        var contacts = new MeasureContacts(
            form.Text("officer", "街道干部及电话", MeasureLimits.MostPlace), form.Text("worker", "网格员、社工及电话", MeasureLimits.MostPlace), "",
            form.Text("doctor", "社区医生及电话", MeasureLimits.MostPlace));
        if (!form.Ok)
        {
            return Page.Again<EditContactsPage>(new { Community = community, Contacts = contacts, Form = form });
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
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
            return http.Refused(Path(community), "刚才有人也在填写，这一次没有保存；请核对现在的内容，不对再改。");
        }

        return http.Done(Path(community), "已保存，以后开措施时先填好；已经开出的告知书不变。");
    }
}
