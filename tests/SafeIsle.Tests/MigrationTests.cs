using Microsoft.EntityFrameworkCore;

namespace SafeIsle.Tests;

public sealed class MigrationTests(TestApp app) : IClassFixture<TestApp>
{
    /// <summary>Fails when an entity changed and no migration says so: tools/migration NAME makes it for both databases.</summary>
    [Fact]
    public async Task The_model_has_its_migration() =>
        (await app.InDbAsync(db => Task.FromResult(db.Database.HasPendingModelChanges()))).ShouldBeFalse();

    [Fact]
    public async Task Every_migration_is_applied_at_start() =>
        (await app.InDbAsync(db => db.Database.GetPendingMigrationsAsync())).ShouldBeEmpty();
}
