using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Closures;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>The committee tells a building something, or several at once; from a template or in its own words.</summary>
internal static class Announce
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/closures/{id:guid}/notices/new", FormAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/closures/{id:guid}/notices", SendAsync).May(Role.Committee);
    }

    private static async Task<IResult> FormAsync(
        long community, Guid id, string? template, HttpContext http, Db db, Me me, CancellationToken cancel)
    {
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        return view.Order.LiftedAt is not null
            ? http.Refused(ListPosts.Path(view.Order), "封控已经解除，不能再发通知。")
            : await PageAsync(view, Templates.Of(template), FormInput.Empty, preview: false, db, me, cancel);
    }

    private static async Task<IResult> SendAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, Signals signals, CancellationToken cancel)
    {
        if (await OrderView.LoadAsync(db, me, community, id, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var path = ListPosts.Path(view.Order);
        if (view.Order.LiftedAt is not null)
        {
            return http.Refused(path, "封控已经解除，不能再发通知。");
        }

        var (title, body) = (Template(form, "title", "标题", PostLimits.Title), Template(form, "body", "内容", PostLimits.Body));
        var minutes = form.Number("repeat", "再说一遍的时间", SayAgain.Choices[0], SayAgain.Choices[^1]);
        var caller = (await NoticeCalls.CallersAsync(db, view.Order, cancel)).FirstOrDefault(c => c.Id == form.Id("caller"));
        if (caller is null)
        {
            form.Wrong("caller", "请选择由谁打电话；选过的人可能已停用。");
        }

        if (form.Id("id") is not { } formId)
        {
            form.Wrong("title", "页面不完整，请重新打开“发通知”。");
            formId = Guid.Empty;
        }

        var targets = new List<OrderView> { view };
        var others = form.All("order").Select(o => Guid.TryParse(o, out var parsed) ? parsed : default).Where(o => o != id).Distinct().ToList();
        if (others.Count >= SameGround.MostAtOnce)
        {
            form.Wrong("order", $"一次最多发给 {SameGround.MostAtOnce} 处，现在勾选了 {others.Count + 1} 处（含本楼）；请分几次发。");
        }

        foreach (var other in others.Count < SameGround.MostAtOnce ? others : [])
        {
            if (await OrderView.LoadAsync(db, me, community, other, cancel) is not { Order.LiftedAt: null } also)
            {
                form.Wrong("order", "勾选的楼里有一栋已经解除封控，请重新勾选。");
                break;
            }

            targets.Add(also);
        }

        var posts = form.Ok ? targets.ConvertAll(target => Make(target, formId, title, body, minutes, form.Ticked("pinned"), caller!, me, clock.Now())) : [];
        if (posts.Any(p => p.Title.Length > PostLimits.Title * 2 || p.Body.Length > PostLimits.Body * 2))
        {
            form.Wrong("body", "填好占位词以后太长了，请把内容写短一些。");
        }

        if (!form.Ok || form.Typed("do") == "preview")
        {
            return await PageAsync(view, null, form, preview: form.Ok, db, me, cancel);
        }

        return await WriteAsync(posts, targets, path, http, db, me, signals, cancel);
    }

    private static async Task<IResult> WriteAsync(
        List<Announcement> posts, List<OrderView> targets, string path, HttpContext http, Db db, Me me, Signals signals, CancellationToken cancel)
    {
        var (community, formId) = (posts[0].CommunityId, posts[0].FormId);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.Announcements.AnyAsync(a => a.CommunityId == community && a.FormId == formId, cancel))
        {
            return http.Done(path, "这条通知已经发过了，没有重复发。");
        }

        db.AddRange(posts);
        foreach (var (post, target) in posts.Zip(targets))
        {
            write.Record(community, "post.announce", post.Id, $"向{target.Order.Label}发通知“{post.Title}”");
            write.AfterCommit(() => signals.RaiseBuilding(community, target.Order.BuildingId));
        }

        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Done(path, "这条通知已经发过了，没有重复发。");
        }

        return http.Done(path, targets.Count == 1 ? $"已发给{targets[0].Order.Label}。" : $"已发给 {targets.Count} 处：{string.Join("、", targets.Select(t => t.Order.Label))}。");
    }

    private static Announcement Make(
        OrderView target, Guid formId, string title, string body, int? minutes, bool pinned, Colleague caller, Me me, DateTimeOffset now)
    {
        var values = ClosureWords.Values(target);
        return new()
        {
            CommunityId = target.Order.CommunityId,
            Id = Ids.New(),
            BuildingId = target.Order.BuildingId,
            OrderId = target.Order.Id,
            FormId = formId,
            At = now,
            ById = me.AccountId,
            ByName = me.Name,
            Title = PlanText.Fill(title, values),
            Body = PlanText.Fill(body, values),
            Pinned = pinned,
            RepeatMinutes = minutes,
            CallerId = caller.Id,
            CallerName = caller.Name,
        };
    }

    // Paragraphs stay; what the braces name must be known, else a resident would read the braces.
    private static string Template(FormInput form, string name, string label, int most)
    {
        var lines = form.Typed(name).ReplaceLineEndings("\n").Split('\n').Select(ChineseText.Clean).Where(line => line.Length > 0);
        var text = string.Join(name == "title" ? " " : "\n", lines);
        if (text.Length == 0)
        {
            form.Wrong(name, $"请填写{label}。");
        }
        else if (text.Length > most)
        {
            form.Wrong(name, $"{label}最多 {most} 个字，现在有 {text.Length} 个。");
        }
        else if (!PlanText.BracesMatch(text))
        {
            form.Wrong(name, $"{label}里的花括号没有成对，请改好；要填的词写成 {{楼栋}} 这样。");
        }
        else if (PlanText.Unknown(text) is [var unknown, ..])
        {
            form.Wrong(name, $"{label}里的“{{{unknown}}}”不知道填什么，请改掉或照下面的词写。");
        }

        return text;
    }

    private static async Task<IResult> PageAsync(
        OrderView view, Template? template, FormInput form, bool preview, Db db, Me me, CancellationToken cancel)
    {
        var (community, id) = (view.Order.CommunityId, view.Order.Id);
        var others = await db.ClosureOrders.Within(me).Where(o => o.CommunityId == community && o.LiftedAt == null && o.Id != id)
            .OrderByDescending(o => o.StartsAt).Select(o => new { o.Id, o.Label }).ToListAsync(cancel);
        return Page.Of<AnnouncePage>(
            new
            {
                View = view,
                Template = template,
                Form = form,
                Preview = preview,
                Others = others.ConvertAll(o => (o.Id.ToString(), o.Label)),
                Staff = await NoticeCalls.CallersAsync(db, view.Order, cancel),
                Me = me.AccountId,
            },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    internal static string Minutes(int minutes) =>
        minutes % 60 == 0 ? $"{minutes / 60} 小时" : minutes.ToString(CultureInfo.InvariantCulture) + " 分钟";
}
