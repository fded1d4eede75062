using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Members;

/// <summary>Takes a person out of the register in use (moved away, died, entered by mistake), and back.</summary>
internal static class ClosePerson
{
    internal static readonly (string Value, string Label)[] Reasons = [(HistoryLine.MovedAway, HistoryLine.MovedAway), ("去世", "去世"), ("登记错误", "登记错误")];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/desk/{community:long}/people/{id:guid}/close", CloseAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/people/{id:guid}/reopen", ReopenAsync).May(Role.Committee);
    }

    private static async Task<IResult> CloseAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, RegisterReader reader, RegisterDesk desk, CancellationToken cancel)
    {
        var why = form.Typed("why");
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.TakePersonAsync(me, reader, community, id, cancel) is not var (card, household))
        {
            return TypedResults.NotFound();
        }

        var path = RegisterPaths.Household(community, household.Id);
        if (card.Row.ClosedAt is not null)
        {
            return http.Refused(path, $"{card.Row.Name} 已经不在册。");
        }

        if (Reasons.All(r => r.Value != why))
        {
            return http.Refused(RegisterPaths.Person(community, id), "请选择原因：搬离、去世或登记错误。");
        }

        var batch = desk.Begin(me, community);
        batch.Close(card, why);
        await batch.SaveAsync(db, cancel);
        write.Record(community, "person.close", id, $"{card.Row.Name} 转为不在册：{why}");
        await write.CommitAsync(cancel);
        return http.Done(path, $"{card.Row.Name} 已转为不在册（{why}）。");
    }

    private static async Task<IResult> ReopenAsync(
        long community, Guid id, HttpContext http, Db db, Me me, RegisterReader reader, RegisterDesk desk, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.TakePersonAsync(me, reader, community, id, cancel) is not var (card, household))
        {
            return TypedResults.NotFound();
        }

        var path = RegisterPaths.Household(community, household.Id);
        if (card.Row.ClosedAt is null || card.Row.MergedInto is not null || household.ClosedAt is not null)
        {
            return http.Refused(path, "只有本户在册、又不是并入别条的人才能恢复；请重新登记。");
        }

        var batch = desk.Begin(me, community);
        batch.Reopen(card);
        await batch.SaveAsync(db, cancel);
        write.Record(community, "person.reopen", id, $"恢复 {card.Row.Name} 的登记");
        await write.CommitAsync(cancel);
        return http.Done(path, $"已恢复 {card.Row.Name}。");
    }
}
