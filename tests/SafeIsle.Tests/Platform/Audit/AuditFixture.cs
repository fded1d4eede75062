using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Tests.Platform.Audit;

/// <summary>What the tests of the log do with it.</summary>
internal static class AuditFixture
{
    public static AuditTrail Trail(this TestApp app) => app.Services.GetRequiredService<AuditTrail>();

    /// <summary>One write with so many lines, perhaps one of another place too.</summary>
    public static Task<int> AppendAsync(this TestApp app, long place, int count, long? also = null, string text = "一件事") => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(new Actor(null, "测试者"), default);
        for (var i = 0; i < count; i++)
        {
            write.Record(place, "test.act", null, text);
        }

        if (also is { } other)
        {
            write.Record(other, "test.act", null, text);
        }

        await write.CommitAsync();
        return 0;
    });

    /// <summary>As the product does a moment after each commit.</summary>
    public static Task<IReadOnlyList<long>> SealAsync(this TestApp app) => app.InDbAsync(db => app.Trail().SealAsync(db, default));

    public static Task<AuditCheck> VerifyAsync(this TestApp app, params AuditEnd[] expected) =>
        app.InDbAsync(db => app.Trail().VerifyAsync(db, expected, default));

    public static async Task<IReadOnlyList<string>> ProblemsAsync(this TestApp app, long place) =>
        [.. (await app.VerifyAsync()).Problems.Where(p => p.StartsWith($"{place}：", StringComparison.Ordinal))];
}
