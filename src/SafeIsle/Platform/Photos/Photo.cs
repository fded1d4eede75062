using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Platform.Photos;

/// <summary>A photo that somebody sent, without what the camera wrote into it. Whoever refers to it decides who may see it.</summary>
public sealed class Photo : ICommunityOwned
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>Where it belongs to a household's building; null for what lies outside: a fence, a plan.</summary>
    public Guid? BuildingId { get; init; }

    public required PhotoKind Kind { get; init; }

    /// <summary>The cleaned file; see decision 12 for why it lies in the database.</summary>
    public required byte[] ContentSealed { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A row of that file, not yet saved.</summary>
    public static Photo From(PhotoFile file, Sealer sealer, long community, Guid? building, DateTimeOffset now)
    {
        var id = Ids.New();
        return new()
        {
            CommunityId = community, Id = id, BuildingId = building, Kind = file.Kind, At = now,
            ContentSealed = sealer.SealBytes(SealedColumn.Photo, id, file.Content),
        };
    }

    /// <summary>The answer that shows it: for this reader only, and never taken for anything but a picture.</summary>
    public IResult Answer(HttpContext http, Sealer sealer)
    {
        http.Response.Headers.CacheControl = "private, no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentDisposition = "inline";
        return TypedResults.Bytes(sealer.OpenBytes(SealedColumn.Photo, Id, ContentSealed), Kind switch
        {
            PhotoKind.Jpeg => "image/jpeg",
            PhotoKind.Png => "image/png",
            PhotoKind.Webp => "image/webp",
        });
    }
}

/// <summary>The table of photos.</summary>
public static class PhotosDb
{
    extension(Db db)
    {
        public DbSet<Photo> Photos => db.Set<Photo>();
    }
}

internal sealed class PhotosTables : IEntityTypeConfiguration<Photo>
{
    public void Configure(EntityTypeBuilder<Photo> builder) => builder.HasIndex(p => new { p.CommunityId, p.BuildingId, p.At });
}
