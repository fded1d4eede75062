using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Platform;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Tests.Platform.Secrets;

/// <summary>Keys and data come and go together. On SQLite: where the data lies does not matter to it.</summary>
public sealed class KeysTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("safeisle-keys-").FullName;

    private string KeyFile => Path.Combine(folder, "keys.json");

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_first_start_makes_keys_that_only_the_owner_reads_and_the_next_one_finds_them()
    {
        await StartsAsync();
        var made = await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(KeyFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await StartsAsync();
        (await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken)).ShouldBe(made);
    }

    [Fact]
    public async Task Data_without_its_keys_does_not_start_and_no_new_keys_are_made()
    {
        await StartsAsync();
        File.Move(KeyFile, KeyFile + ".away");
        (await RefusesAsync()).ShouldContain("找不到密钥");
        File.Exists(KeyFile).ShouldBeFalse();
        File.Move(KeyFile + ".away", KeyFile);
        await StartsAsync();
    }

    [Fact]
    public async Task Data_with_other_keys_does_not_start()
    {
        await StartsAsync();
        File.Delete(KeyFile);
        KeyRing.Create().Save(folder);
        (await RefusesAsync()).ShouldContain("不配套");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"data":[],"lookup":"AAAA","audit":"AAAA"}""")]
    [InlineData("""{"data":[{"id":1,"key":"AAAA"}],"lookup":"AAAA","audit":"AAAA"}""")]
    public async Task Keys_that_cannot_be_read_do_not_start(string content)
    {
        await StartsAsync();
        await File.WriteAllTextAsync(KeyFile, content, TestContext.Current.CancellationToken);
        (await RefusesAsync()).ShouldContain("密钥");
    }

    [Fact]
    public async Task The_environment_may_give_the_keys_and_no_file_is_written_then()
    {
        var elsewhere = Directory.CreateTempSubdirectory("safeisle-ring-").FullName;
        KeyRing.Create().Save(elsewhere);
        var json = await File.ReadAllTextAsync(Path.Combine(elsewhere, "keys.json"), TestContext.Current.CancellationToken);
        Directory.Delete(elsewhere, recursive: true);
        await StartsAsync(json);
        File.Exists(KeyFile).ShouldBeFalse();
        await StartsAsync(json);
        (await RefusesAsync()).ShouldContain("找不到密钥");
    }

    [Fact]
    public void Keys_are_never_overwritten()
    {
        KeyRing.Create().Save(folder);
        Should.Throw<IOException>(() => KeyRing.Create().Save(folder));
    }

    [Fact]
    public void A_sealed_value_opens_in_its_own_row_and_column_only()
    {
        var sealer = new Sealer(KeyRing.Create());
        var (row, other) = (Ids.New(), Ids.New());
        var value = sealer.Seal(SealedColumn.PersonPhones, row, "14200000001")!;
        sealer.Open(SealedColumn.PersonPhones, row, value).ShouldBe("14200000001");
        Should.Throw<CryptographicException>(() => sealer.Open(SealedColumn.PersonPhones, other, value));
        Should.Throw<CryptographicException>(() => sealer.Open(SealedColumn.PersonDocument, row, value));
        Should.Throw<CryptographicException>(() => new Sealer(KeyRing.Create()).Open(SealedColumn.PersonPhones, row, value));
        for (var i = 0; i < value.Length; i++)
        {
            var altered = value.ToArray();
            altered[i] ^= 1;
            Should.Throw<CryptographicException>(() => sealer.Open(SealedColumn.PersonPhones, row, altered), $"byte {i}");
        }

        Should.Throw<CryptographicException>(() => sealer.Open(SealedColumn.PersonPhones, row, value[..20]));
    }

    [Fact]
    public void The_same_text_is_sealed_differently_each_time_and_nothing_stays_nothing()
    {
        var sealer = new Sealer(KeyRing.Create());
        var row = Ids.New();
        sealer.Seal(SealedColumn.PersonPhones, row, "1")!.ShouldNotBe(sealer.Seal(SealedColumn.PersonPhones, row, "1")!);
        sealer.Seal(SealedColumn.PersonPhones, row, null).ShouldBeNull();
        sealer.Seal(SealedColumn.PersonPhones, row, "").ShouldBeNull();
        sealer.Open(SealedColumn.PersonPhones, row, null).ShouldBeNull();
    }

    [Fact]
    public void Lookup_hashes_differ_by_purpose_community_and_ring()
    {
        var ring = KeyRing.Create();
        long[] hashes =
        [
            ring.LookupHash("phone", 1, "x"), ring.LookupHash("document", 1, "x"), ring.LookupHash("phone", 2, "x"), ring.LookupHash("phone", 1, "y"),
            KeyRing.Create().LookupHash("phone", 1, "x"),
        ];
        hashes.Distinct().Count().ShouldBe(hashes.Length);
        ring.LookupHash("phone", 1, "x").ShouldBe(hashes[0]);
    }

    private async Task StartsAsync(string? keys = null)
    {
        var opened = await OpenAsync(keys);
        opened.Refusal.ShouldBeNull();
        await opened.Value.DisposeAsync();
    }

    private async Task<string> RefusesAsync(string? keys = null) => (await OpenAsync(keys)).Refusal.ShouldNotBeNull();

    private Task<Outcome<WebApplication>> OpenAsync(string? keys)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["SAFEISLE_DATA"] = folder, ["SAFEISLE_DB"] = "", ["SAFEISLE_KEYS"] = keys ?? "" });
        return ServeVerb.OpenAsync(builder, TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
