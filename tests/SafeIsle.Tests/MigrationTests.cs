using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

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

    /// <summary>Fails when an entity changed and the compiled models were not made anew: tools/migration does that too.</summary>
    [Fact]
    public async Task The_compiled_model_is_the_model()
    {
        var (compiled, derived) = await app.InDbAsync(db => Task.FromResult((Lines(db.Model), Lines(db.GetService<IDesignTimeModel>().Model))));
        compiled.Count.ShouldBeGreaterThan(200);
        compiled.ShouldBe(derived);
    }

    private static List<string> Lines(IModel model) =>
        [.. model.GetEntityTypes().SelectMany(Lines).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Lines(IEntityType entity) =>
    [
        $"{entity.Name}: table {entity.GetTableName()}",
        .. entity.GetProperties().Select(p =>
            $"{entity.Name}.{p.Name}: {p.GetColumnName()} {p.GetColumnType()} null {p.IsNullable} converted {p.GetTypeMapping().Converter?.ProviderClrType} generated {p.ValueGenerated}"),
        .. entity.GetKeys().Select(k => $"{entity.Name}: key {Names(k.Properties)} primary {k.IsPrimaryKey()}"),
        .. entity.GetIndexes().Select(i => $"{entity.Name}: index {Names(i.Properties)} unique {i.IsUnique}"),
        .. entity.GetForeignKeys().Select(f => $"{entity.Name}: to {f.PrincipalEntityType.Name} by {Names(f.Properties)} on delete {f.DeleteBehavior}"),
    ];

    private static string Names(IEnumerable<IProperty> properties) => string.Join(',', properties.Select(p => p.Name));
}
