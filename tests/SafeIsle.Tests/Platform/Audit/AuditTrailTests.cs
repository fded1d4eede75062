using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Tests.Platform.Audit;

/// <summary>Each test tampers with the log of a place of its own, as somebody with the database but without the keys would.</summary>
public sealed class AuditTrailTests(TestApp app) : IClassFixture<TestApp>
{
    private const int Lines = 6;

    [Fact]
    public async Task An_untouched_log_is_whole_and_says_where_it_ends()
    {
        var place = await FilledAsync(990000000101);
        var check = await VerifyAsync();
        check.Problems.ShouldNotContain(p => p.StartsWith($"{place}：", StringComparison.Ordinal));
        var end = check.Ends.Single(e => e.Place == place);
        end.Seq.ShouldBe(Lines);
        AuditEnd.Parse(end.ToString()).Value.ShouldBe(end);
        (await VerifyAsync(end)).Problems.ShouldNotContain(p => p.StartsWith($"{place}：", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(990000000201, "UPDATE audit_entry SET summary = 'x' WHERE community_id = {0} AND seq = 3", "第 3 条与记录时不一致")]
    [InlineData(990000000202, "UPDATE audit_entry SET actor_name = '别人' WHERE community_id = {0} AND seq = 6", "第 6 条与记录时不一致")]
    [InlineData(990000000203, "UPDATE audit_entry SET at = at - 1 WHERE community_id = {0} AND seq = 1", "第 1 条与记录时不一致")]
    [InlineData(990000000204, "DELETE FROM audit_entry WHERE community_id = {0} AND seq IN (3, 4)", "第 3 至 4 条不见了")]
    [InlineData(990000000205, "DELETE FROM audit_entry WHERE community_id = {0} AND seq = 6", "末尾应为第 6 条，现为第 5 条")]
    [InlineData(990000000206, "DELETE FROM audit_entry WHERE community_id = {0}", "末尾应为第 6 条，现为第 0 条")]
    [InlineData(990000000207, "DELETE FROM audit_head WHERE community_id = {0}", "链尾记录不见了")]
    [InlineData(990000000208, "UPDATE audit_head SET seq = 5 WHERE community_id = {0}", "链尾被改动过")]
    [InlineData(
        990000000209,
        "UPDATE audit_entry SET summary = CASE seq WHEN 2 THEN '第 4 件事' ELSE '第 2 件事' END WHERE community_id = {0} AND seq IN (2, 4)",
        "第 2 条与记录时不一致")]
    [InlineData(
        990000000210,
        "UPDATE audit_entry SET hash = (SELECT e.hash FROM audit_entry e WHERE e.community_id = {0} AND e.seq = 1) WHERE community_id = {0} AND seq = 2",
        "第 2 条与记录时不一致")]
    [InlineData(990000000211, "UPDATE audit_entry SET seq = NULL WHERE community_id = {0} AND seq = 3", "第 3 至 3 条不见了")]
    [InlineData(990000000212, "UPDATE audit_entry SET seq = NULL WHERE community_id = {0} AND seq = 3", "第 7 条与记录时不一致")]
    public async Task What_was_done_to_the_log_is_found(long place, string sql, string found)
    {
        await FilledAsync(place);
        await TamperAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, place));
        await app.SealAsync();
        (await VerifyAsync()).Problems.ShouldContain(p => p.StartsWith($"{place}：", StringComparison.Ordinal) && p.Contains(found, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_last_line_cut_off_with_the_note_of_the_end_is_found_by_an_end_written_down()
    {
        var place = await FilledAsync(990000000301);
        var noted = (await VerifyAsync()).Ends.Single(e => e.Place == place);
        await TamperAsync($"DELETE FROM audit_entry WHERE community_id = {place} AND seq = {Lines}");
        await TamperAsync(
            $"UPDATE audit_head SET seq = {Lines - 1}, hash = (SELECT hash FROM audit_entry WHERE community_id = {place} AND seq = {Lines - 1}) WHERE community_id = {place}");
        (await VerifyAsync()).Problems.ShouldNotContain(p => p.StartsWith($"{place}：", StringComparison.Ordinal));
        (await VerifyAsync(noted)).Problems.ShouldContain($"{place}：记下的第 {Lines} 条不见了。");

        // Nor does it help to write on: the line of that number is another one then.
        await AppendAsync(place, 1);
        await app.SealAsync();
        (await VerifyAsync(noted)).Problems.ShouldContain($"{place}：记下的第 {Lines} 条换成了别的内容。");
    }

    [Fact]
    public async Task A_log_taken_away_whole_is_found_by_an_end_written_down()
    {
        var place = await FilledAsync(990000000302);
        var noted = (await VerifyAsync()).Ends.Single(e => e.Place == place);
        await TamperAsync($"DELETE FROM audit_entry WHERE community_id = {place}");
        await TamperAsync($"DELETE FROM audit_head WHERE community_id = {place}");
        (await VerifyAsync(noted)).Problems.ShouldContain($"{place}：记下的第 {Lines} 条不见了。");
    }

    [Theory]
    [InlineData("")]
    [InlineData("310107103017:5")]
    [InlineData("310107103017:5:abc")]
    [InlineData("310107103017:x:0123456789abcdef")]
    [InlineData("310107103017:5:0123456789abcdeg")]
    public void What_is_no_noted_end_is_refused(string text) => AuditEnd.Parse(text).Refusal.ShouldNotBeNull();

    [Fact]
    public async Task A_write_given_up_leaves_nothing_behind_for_the_next_one_of_the_same_request()
    {
        const long place = 990000000501;
        await app.InDbAsync(async db =>
        {
            await using (var given = await db.BeginWriteAsync(Actor.System, default))
            {
                given.Record(place, "test.first", null, "放弃的");
                db.Add(new SafeIsle.Platform.Access.Community
                {
                    CommunityId = place, Name = "不该留下", Above = "", CreatedAt = app.Clock.GetUtcNow(),
                });
            }

            await using var write = await db.BeginWriteAsync(Actor.System, default);
            write.Record(place, "test.second", null, "留下的");
            await write.CommitAsync();
            return 0;
        });
        (await app.InDbAsync(db => db.Set<AuditEntry>().SingleAsync(e => e.CommunityId == place))).Summary.ShouldBe("留下的");
        (await app.InDbAsync(db => db.Set<SafeIsle.Platform.Access.Community>().AnyAsync(c => c.CommunityId == place))).ShouldBeFalse();
    }

    private async Task<long> FilledAsync(long place)
    {
        for (var i = 1; i <= Lines; i++)
        {
            await AppendAsync(place, 1, text: $"第 {i} 件事");
        }

        await app.SealAsync();
        return place;
    }

    private Task AppendAsync(long place, int count, string text = "一件事") => app.AppendAsync(place, count, text: text);

    private Task<AuditCheck> VerifyAsync(params AuditEnd[] expected) => app.VerifyAsync(expected);

    private Task<int> TamperAsync(string sql) => app.InDbAsync(db => db.Database.ExecuteSqlRawAsync(sql));
}
