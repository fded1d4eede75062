using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Grids;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Photos;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.HelpRequests;

/// <summary>A need as it was typed, by the household or by staff for it.</summary>
internal sealed record NewHelp(Guid Id, HelpKindFacts Kind, string Text, string Phone, PhotoFile? Photo)
{
    /// <summary>Characters of what is typed.</summary>
    public const int MostWords = 500;

    /// <summary>Requests from behind one door within an hour.</summary>
    public const int MostAnHour = 10;

    /// <summary>Reads the form; what is wrong stands in its errors. Null only then.</summary>
    public static async Task<NewHelp?> ReadAsync(FormInput form, CancellationToken cancel)
    {
        var kind = form.RequiredChoice<HelpKind>("kind", "要什么帮助");
        var facts = HelpKinds.Of(kind);
        var text = form.Text("text", "说明", MostWords);
        var phone = OnePhone.Read(form);
        var photo = await PhotoFile.FromAsync(form, "photo", cancel);
        if (facts.NeedsWords && text.Length == 0 && photo is null)
        {
            form.Wrong("text", $"请写一句：{facts.Hint}");
        }

        if (form.Id("id") is not { } id)
        {
            form.Wrong("text", "页面不完整，请重新打开“求助”再填。");
            return null;
        }

        return form.Ok ? new(id, facts, text, phone, photo) : null;
    }

    /// <summary>Why no more can be taken now; null when one can.</summary>
    public static async Task<string?> TooManyAsync(Db db, long community, Guid dwelling, DateTimeOffset now, CancellationToken cancel)
    {
        var since = now.AddHours(-1);
        return await db.HelpRequests.CountAsync(r => r.CommunityId == community && r.DwellingId == dwelling && r.At > since, cancel) >= MostAnHour
            ? $"这个门一小时内已经求助 {MostAnHour} 次，填的内容还在；要补充请在原来的求助里写，急事请打电话。"
            : null;
    }

    /// <summary>Adds the request, its photo and its first step to the open write; somebody answers for it from this moment.</summary>
    public async Task<HelpRequest> AddAsync(
        Db db, Sealer sealer, ClosureOrder? order, HelpPlace place, string name, Guid? resident, string enteredBy, DateTimeOffset now, CancellationToken cancel)
    {
        var door = place.Door;
        var photo = Photo is null ? null : SafeIsle.Platform.Photos.Photo.From(Photo, sealer, door.CommunityId, door.BuildingId, now);
        var owner = order is null ? null : await HelpKinds.OwnerAsync(db, order, Kind, cancel);
        // Without an order it is the grid's, whoever answers for that when it is looked at; the household reads who does now.
        var answers = order is not null ? owner?.Name
            : (await WhoAnswers.OfAsync(db, door, now.DateHere(), cancel)).Responsible is [var first, ..] ? first : null;
        var request = new HelpRequest
        {
            CommunityId = door.CommunityId,
            Id = Id,
            BuildingId = door.BuildingId,
            OrderId = order?.Id,
            DwellingId = door.Id,
            Dwelling = door.Label,
            HouseholdId = place.HouseholdId,
            ResidentId = resident,
            Name = name,
            EnteredBy = enteredBy,
            Kind = Kind.Kind,
            TextSealed = sealer.Seal(SealedColumn.HelpText, Id, Text),
            PhoneSealed = sealer.Seal(SealedColumn.HelpPhone, Id, Phone),
            PhotoId = photo?.Id,
            At = now,
            DueAt = now + Kind.Within,
            OwnerId = owner?.Id,
            OwnerName = answers ?? "",
        };
        if (photo is not null)
        {
            db.Add(photo);
        }

        db.Add(request);
        db.Add(Step(sealer, request, 1, HelpAct.Asked, now, enteredBy.Length > 0 ? enteredBy : name, request.OwnerName, ""));
        await HelpTodos.FollowAsync(db, request, now, cancel);
        return request;
    }

    internal static HelpStep Step(Sealer sealer, HelpRequest request, int number, HelpAct act, DateTimeOffset now, string by, string to, string text)
    {
        var id = Ids.New();
        return new()
        {
            CommunityId = request.CommunityId, Id = id, BuildingId = request.BuildingId, RequestId = request.Id, Number = number, Act = act, At = now,
            By = by, To = to, TextSealed = sealer.Seal(SealedColumn.HelpStepText, id, text),
        };
    }
}

/// <summary>Which door a need is behind, and whose.</summary>
internal sealed record HelpPlace(Guid HouseholdId, Dwelling Door);
