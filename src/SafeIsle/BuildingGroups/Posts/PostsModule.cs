using SafeIsle.Closures;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups.Posts;

/// <summary>What a closed building is told and what it asks: announcements, who read them, calls, questions and answers, moderation.</summary>
public static class PostsModule
{
    public static void AddPosts(this IServiceCollection services)
    {
        services.AddSingleton(new OrderPage(20, "通知与问答", "/notices", "bell"));
        services.AddSingleton(new NavItem(53, "通知电话", "/notice-calls", "phone", NoticeCalls.May));
        services.AddSingleton<BoardFigures>(PostFigures.OfAsync);
        services.AddSingleton<LiftBlocker>(PostFigures.UnansweredAsync);
        services.AddSingleton<HomeCards>(HomePostCards.OfAsync);
        services.AddSingleton<ChainSource>(PostsRecord.ChainAsync);
        services.AddSingleton<FactSource>(p => (db, me, ask, cancel) => PostsRecord.FactsAsync(p.GetRequiredService<Sealer>(), db, me, ask, cancel));
        NoticeCallTodos.Add(services);
        services.AddSingleton(p => TellHouseholds.With(p.GetRequiredService<TimeProvider>()));
    }

    public static void MapPosts(this IEndpointRouteBuilder app)
    {
        ListPosts.Map(app);
        Announce.Map(app);
        ShowAnnouncement.Map(app);
        TextUnread.Map(app);
        NoticeCalls.Map(app);
        AnswerQuestion.Map(app);
        Moderate.Map(app);
        ReadNotices.Map(app);
        AskQuestion.Map(app);
    }
}
