using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.ResponseCompression;
using SafeIsle.Demo;
using SafeIsle.Notices;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;
using SafeIsle.Setup;

namespace SafeIsle;

/// <summary><c>serve</c>: the web application.</summary>
public static class ServeVerb
{
    public static Command Command(string[] args)
    {
        var command = new Command("serve", "Serves the product; migrates its database first.");
        var urls = new Option<string>("--urls") { Description = "Address to listen on", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var empty = new Option<bool>("--empty") { Description = "Start without demo data" };
        command.Add(urls);
        command.Add(empty);
        command.SetAction(async (parsed, cancel) =>
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions
            {
                // Run from any folder: pages and styles lie beside the program, data where SAFEISLE_DATA says.
                ContentRootPath = AppContext.BaseDirectory,
            });
            builder.WebHost.UseUrls(parsed.GetRequiredValue(urls));
            var opened = await OpenAsync(builder, TimeProvider.System, cancel);
            if (opened.Refused)
            {
                await Console.Error.WriteLineAsync(opened.Refusal);
                return 1;
            }

            await using var app = opened.Value;
            if (!parsed.GetRequiredValue(empty))
            {
                await DemoMode.FillIfNewAsync(app.Services, cancel);
            }

            await app.StartAsync(cancel);
            foreach (var address in app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses)
            {
                Console.WriteLine("SafeIsle: " + address);
            }

            await DemoMode.PrintAccountsAsync(app.Services, Console.Out, cancel);
            await app.WaitForShutdownAsync(cancel);
            return 0;
        });
        return command;
    }

    /// <summary>Brings database and keys together, then builds the application; a refusal says why it does not start.</summary>
    public static async Task<Outcome<WebApplication>> OpenAsync(
        WebApplicationBuilder builder, TimeProvider clock, CancellationToken cancel)
    {
        var location = DataLocation.From(builder.Configuration);
        location.CreateFolder();
        await using var opening = DataSetup.OpenAlone(location);
        await opening.MigrateAsync(cancel);
        var keys = await Installer.OpenKeysAsync(opening, location, builder.Configuration["SAFEISLE_KEYS"], clock, cancel);
        if (keys.Refused)
        {
            return new No(keys.Refusal!);
        }

        var session = Session.From(builder.Configuration);
        if (session.Refused)
        {
            return new No(session.Refusal!);
        }

        var channels = ChannelSettings.From(builder.Configuration);
        if (channels.Refused)
        {
            return new No(channels.Refusal!);
        }

        AddPlatform(builder.Services, location, keys.Value, clock);
        builder.Services.AddAccounts(session.Value, builder.Configuration);
        builder.Services.AddAuditPages();
        Modules.Add(builder.Services, channels.Value);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // They warn of what is decided: session keys lie in the owner-only data folder, and pages are never cached anyway.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // Its errors are broken cookies that somebody sent, and are answered with 400.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Critical);
        // A unique key that refuses is an answer to somebody, not a failure; a real one is thrown on and logged where it ends.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Critical);
        var app = builder.Build();
        UsePlatform(app);
        Modules.Map(app);
        return app;
    }

    private static void AddPlatform(IServiceCollection services, DataLocation location, KeyRing keys, TimeProvider clock)
    {
        services.AddSingleton(clock);
        services.AddSingleton(keys);
        services.AddSingleton<Sealer>();
        services.AddSingleton<AuditTrail>();
        services.AddHostedService<AuditSealer>();
        services.AddSingleton<Signals>();
        services.AddHostedService<SignalRelay>();
        services.AddSingleton<LiveChanges>();
        services.AddSingleton<SiteFiles>();
        services.AddSingleton<PublicAddress>();
        services.AddDatabase(location);
        services.AddDataProtection().SetApplicationName("SafeIsle")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(location.Folder, "session-keys")));
        services.AddAntiforgery(options => options.Cookie.Name = "safeisle-form");
        services.AddRazorComponents();
        // Without it every Chinese character becomes &#x…; and a page three times its size.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
        });
        services.AddJobs();
    }

    private static void UsePlatform(WebApplication app)
    {
        app.UseProblemPages();
        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = static file =>
                // Addresses carry the content's hash (SiteFiles), so what was fetched once is right for ever.
                file.Context.Response.Headers.CacheControl =
                    file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache",
        });
        app.Use(static (http, next) =>
        {
            http.Response.Headers.XContentTypeOptions = "nosniff";
            http.Response.Headers.XFrameOptions = "DENY";
            http.Response.Headers["Referrer-Policy"] = "same-origin";
            http.Response.Headers.ContentSecurityPolicy =
                "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'self'";
            http.Response.Headers.CacheControl = "no-cache, no-store";
            Flash.Take(http);
            return next(http);
        });
        app.Use(static (http, next) =>
        {
            // What is there to be opened is there to be asked about; the server itself leaves the body of a HEAD out.
            if (HttpMethods.IsHead(http.Request.Method))
            {
                http.Request.Method = HttpMethods.Get;
            }

            return next(http);
        });
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseFirstVisit();
        app.UseMiddleware<AccessGate>();
        // The gate above checks the token of everything that is posted; this satisfies the endpoints that ask for the middleware by name.
        app.UseAntiforgery();
        app.MapAccounts();
        app.MapAuditPages();
        app.MapJobs();
        TextSize.Map(app);
        Offline.Map(app);
    }
}
