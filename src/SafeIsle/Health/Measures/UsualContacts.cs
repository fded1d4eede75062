using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Grids;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Health.Measures;

/// <summary>告知书上的联系人: whom the notices of a community name, as the committee has it.</summary>
public sealed class UsualContacts : IOfCommunity
{
    public required long CommunityId { get; init; }

    /// <summary>What the sealed part is bound to.</summary>
    public required Guid Id { get; init; }

    /// <summary>JSON of <see cref="MeasureContacts"/>, sealed; its employer is empty.</summary>
    public byte[]? ContactsSealed { get; set; }

    /// <summary>As the committee has them; empty where it entered none.</summary>
    internal static async Task<MeasureContacts> EnteredAsync(Db db, Sealer sealer, long community, CancellationToken cancel) =>
        await db.UsualContacts.SingleOrDefaultAsync(c => c.CommunityId == community, cancel) is { ContactsSealed: { } value } row
            ? JsonSerializer.Deserialize<MeasureContacts>(sealer.OpenBytes(SealedColumn.UsualContacts, row.Id, value))!
            : new("", "", "");

    /// <summary>
    /// Who answers for a door now: the worker of its grid, else the one the committee entered; the officer and the doctor that it entered, else
    /// the colleague with such a duty who reaches the building.
    /// </summary>
    internal static async Task<MeasureContacts> OfAsync(Db db, Sealer sealer, Dwelling dwelling, DateOnly today, CancellationToken cancel)
    {
        var (community, entered) = (dwelling.CommunityId, await EnteredAsync(db, sealer, dwelling.CommunityId, cancel));
        var worker = (await db.AnswerForAsync(dwelling, today, cancel))?.NameAndPhone(sealer) ?? "";
        var partners = await Colleagues.OfAsync(db, community, dwelling.BuildingId, [Role.Partner], cancel);
        return new(
            entered.Officer.Length > 0 ? entered.Officer : await NameAsync("街道", "镇"),
            worker.Length > 0 ? worker : entered.Worker, "",
            entered.Doctor.Length > 0 ? entered.Doctor : await NameAsync(HealthStaff.Doctor));

        async Task<string> NameAsync(params string[] duties)
        {
            var found = partners.FirstOrDefault(c => duties.Any(d => c.DutyTitle.Contains(d, StringComparison.Ordinal)));
            return found is null ? "" : (await db.Users.SingleAsync(u => u.Id == found.Id, cancel)).NameAndPhone(sealer);
        }
    }
}

internal sealed class UsualContactsTable : IEntityTypeConfiguration<UsualContacts>
{
    public void Configure(EntityTypeBuilder<UsualContacts> builder)
    {
        builder.HasOne<Community>().WithMany().HasForeignKey(c => c.CommunityId);
        builder.HasKey(c => c.CommunityId);
        builder.Property(c => c.CommunityId).ValueGeneratedNever();
    }
}
