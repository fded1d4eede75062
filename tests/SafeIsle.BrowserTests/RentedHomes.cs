namespace SafeIsle.BrowserTests;

/// <summary>The journeys that share one community of rented homes, one after the other.</summary>
[CollectionDefinition]
public sealed class RentedCommunity : ICollectionFixture<RentedHomes>;

/// <summary>
/// A server of its own whose community has seven more buildings, in which <see cref="Seeded"/> tenants live, one behind each door. Whoever
/// rented there before owns now: a journey that makes one of them a tenant again has <see cref="All"/>.
/// </summary>
public sealed class RentedHomes : IAsyncLifetime
{
    /// <summary>As many rented dwellings as the community of the field report had.</summary>
    public const int All = 149;

    public const int Seeded = All - 1;

    /// <summary>Code of 樱花苑.</summary>
    public const long Community = 310107103017;

    // Twenty surnames and eight given names: no two tenants are called the same.
    private const string Seed = """
        UPDATE household SET tenure = 'Owner' WHERE community_id = $community AND tenure = 'Tenant';

        WITH RECURSIVE number(n) AS (SELECT 61 UNION ALL SELECT n + 1 FROM number WHERE n < 67)
        INSERT INTO building (community_id, id, compound_id, label, key, sort_key, kind)
        SELECT community_id, randomblob(16), compound_id, n || '号楼', CAST(n AS TEXT), '0|000' || n, kind
        FROM building, number WHERE community_id = $community AND key = '12';

        INSERT INTO dwelling (community_id, id, building_id, unit, floor, room, label, sort_key, kind, door_code_version, door_code_hash)
        SELECT d.community_id, randomblob(16), b.id, d.unit, d.floor, d.room, replace(d.label, '12号楼', b.label), d.sort_key, d.kind, 1, random()
        FROM dwelling d
        JOIN building pattern ON pattern.community_id = d.community_id AND pattern.id = d.building_id AND pattern.key = '12'
        JOIN building b ON b.community_id = d.community_id AND b.key BETWEEN '61' AND '67'
        WHERE d.community_id = $community;

        INSERT INTO grid_part (community_id, id, split_id, grid_id, building_id)
        SELECT b.community_id, randomblob(16), g.split_id, g.id, b.id
        FROM building b JOIN grid g ON g.community_id = b.community_id AND g.number = CASE WHEN b.key < '65' THEN 1 ELSE 2 END
        WHERE b.community_id = $community AND b.key BETWEEN '61' AND '67';

        INSERT INTO household (community_id, id, building_id, dwelling_id, tenure, number, verified_at, verified_by, source, created_at)
        SELECT d.community_id, randomblob(16), d.building_id, d.id, 'Tenant', '', $now, '小周', 'Import', $now
        FROM dwelling d JOIN building b ON b.community_id = d.community_id AND b.id = d.building_id
        WHERE d.community_id = $community AND b.key BETWEEN '61' AND '67'
        ORDER BY b.sort_key, d.sort_key LIMIT $seeded;

        INSERT INTO person (community_id, id, building_id, household_id, name, relation, position, sex, birth_date, presence, away_where, registered_address, updated_at)
        SELECT community_id, randomblob(16), building_id, id,
            substr('赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何', 1 + n % 20, 1) || substr('建国秀英海涛雪梅志强晓燕俊杰玉兰', 1 + (n + n / 20) % 8 * 2, 2),
            '户主', 0, CASE n % 2 WHEN 0 THEN 'Male' ELSE 'Female' END, '1990-05-' || (10 + n % 18), 'Home', '', '', $now
        FROM (SELECT *, row_number() OVER (ORDER BY rowid) - 1 AS n FROM household WHERE community_id = $community AND tenure = 'Tenant');
        """;

    public Server Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await Server.StartAsync();
        Rows.Change(Server, Seed, ("$community", Community), ("$seeded", Seeded), ("$now", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    /// <summary>From now on the household behind that door rents.</summary>
    public void Rent(string door) => Rows.Change(
        Server, "UPDATE household SET tenure = 'Tenant' WHERE dwelling_id = (SELECT id FROM dwelling WHERE community_id = $community AND label = $door)",
        ("$community", Community), ("$door", door)).ShouldBe(1);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
