using System.Buffers.Text;
using System.Security.Cryptography;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Scans;
using SafeIsle.Gates;
using SafeIsle.Platform.Codes;

namespace SafeIsle.Tests.Gates;

public sealed class PassCodeTests
{
    private static readonly VectorFile File = Vectors.File<VectorFile>("pass-codes");
    private static readonly Dictionary<string, ECDsa> Keys = File.Keys.ToDictionary(k => k.Kid, Imported);

    // A fixed beginning, so that what fails once fails again.
    private readonly Random random = new(20260323);

    public static IEnumerable<TheoryDataRow<Case>> Cases => File.Cases.Select(c => new TheoryDataRow<Case>(c));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_code_is_read_or_refused_in_a_sentence(Case c)
    {
        var read = PassCodes.Read(c.Text, Keys);
        if (c.Pass is { } pass)
        {
            read.Refusal.ShouldBeNull();
            read.Value.ShouldBe(pass.ToCode());
        }
        else
        {
            read.Refusal.ShouldBe(Sentence(c.Why!));
        }
    }

    [Fact]
    public void What_is_made_is_read_again()
    {
        using var signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = new GateKey("00c0ffee", signer);
        for (var i = 0; i < 300; i++)
        {
            var issuedAt = DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(PassCode.MostSeconds));
            var pass = new PassCode(
                random.NextInt64(PassCode.LeastCommunity, PassCode.MostCommunity + 1), random.Next(PassNumber.Most + 1), random.Next(PassNumber.Most + 1),
                random.Next(PassCode.MostRule + 1), random.Next(PassCode.MostVersion + 1), random.Next(2) == 1, issuedAt, issuedAt.AddSeconds(1));
            PassCodes.Read(PassCodes.Make(pass, key), new Dictionary<string, ECDsa> { [key.Kid] = signer }).Value.ShouldBe(pass);
        }
    }

    [Fact]
    public void No_character_can_be_another()
    {
        var sound = File.Cases[0].Text;
        for (var at = 0; at < sound.Length; at++)
        {
            var other = sound[at] == '7' ? '8' : '7';
            PassCodes.Read($"{sound[..at]}{other}{sound[(at + 1)..]}", Keys).Refused.ShouldBeTrue($"character {at}");
        }
    }

    [Fact]
    public void Noise_is_refused()
    {
        for (var i = 0; i < 2000; i++)
        {
            var noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            PassCodes.Read("SI1:" + Base45.Encode(noise), Keys).Refusal.ShouldBe(PassCodes.Damaged);
            PassCodes.Read("SI1:" + Base45.Encode(Zlib.Deflate(noise)), Keys).Refusal.ShouldBe(PassCodes.Damaged);
        }
    }

    [Fact]
    public void What_no_code_can_say_is_not_signed()
    {
        using var signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = new GateKey("00c0ffee", signer);
        var pass = File.Cases[0].Pass!.ToCode();
        PassCode[] impossible =
        [
            pass with { Community = 310107 }, pass with { Number = -1 }, pass with { Number = PassNumber.Most + 1 }, pass with { Counter = -1 },
            pass with { Rule = 256 }, pass with { Version = 256 }, pass with { ExpiresAt = pass.IssuedAt },
        ];
        foreach (var wrong in impossible)
        {
            Should.Throw<ArgumentOutOfRangeException>(() => PassCodes.Make(wrong, key));
        }
    }

    private static string Sentence(string why) => why switch
    {
        "foreign" => PassCodes.Foreign,
        "damaged" => PassCodes.Damaged,
        "key" => PassCodes.UnknownKey,
        "forged" => PassCodes.Forged,
        _ => throw new ArgumentOutOfRangeException(nameof(why), why, null),
    };

    private static ECDsa Imported(VectorKey key) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new() { X = Base64Url.DecodeFromChars(key.X), Y = Base64Url.DecodeFromChars(key.Y) },
    });

    public sealed record VectorFile(IReadOnlyList<VectorKey> Keys, IReadOnlyList<Case> Cases);

    public sealed record VectorKey(string Kid, string X, string Y);

    public sealed record Case(string Name, string Text, Claims? Pass = null, string? Why = null)
    {
        public override string ToString() => Name;
    }

    public sealed record Claims(long Community, int Number, int Counter, int Rule, int Version, bool OnPhone, long IssuedAt, long ExpiresAt)
    {
        internal PassCode ToCode() => new(
            Community, Number, Counter, Rule, Version, OnPhone,
            DateTimeOffset.FromUnixTimeSeconds(IssuedAt), DateTimeOffset.FromUnixTimeSeconds(ExpiresAt));
    }
}
