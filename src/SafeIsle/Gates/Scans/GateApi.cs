using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SafeIsle.Platform.Access;

namespace SafeIsle.Gates.Scans;

/// <summary>The OpenAPI document of what devices at gates may ask, for whoever builds one; made from the routes themselves.</summary>
internal static class GateApi
{
    internal const string Path = "/api/gate/openapi.json";

    // What a route without a name in it serves; there is no other document.
    private const string Name = "v1";

    private const string Token = "device";

    private const string Meaning =
        """
        For scanners, turnstiles and temperature gates of a community. A device is enrolled once by a code of 8 digits that the committee
        takes from the gate's page (good for an hour), and from then on shows the token that it got as `Authorization: Bearer …`.

        Requests and answers are JSON in UTF-8; ids are UUIDs, best of version 7; unless said otherwise times are epoch milliseconds (UTC) and
        temperatures tenths of a degree Celsius. Errors are problem details (RFC 9457) whose `detail` is one Chinese sentence for whoever stands there.
        401: the token is not known, enrol anew. 410: the device was wiped, delete everything. 429: more than a minute allows, wait a minute.
        503: busy or restarting, try again with the same ids, first after 5 seconds and then ever more slowly.

        A device with a network and no storage needs `enrol` and `check`. One that works without network fetches `snapshot` (once a minute)
        and sends `scans`.
        """;

    internal static void AddDocument(IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.ShouldInclude = api => api.RelativePath?.StartsWith("api/gate/", StringComparison.Ordinal) == true;
        // Numbers are sent as numbers; that we would read them from strings, too, is nothing to rely on.
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Integer))
            {
                (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null);
            }

            // Read by a converter of its own, of which the schema knows nothing; it is text nevertheless.
            if (schema.Type is null && Attribute.IsDefined(context.JsonPropertyInfo?.AttributeProvider as MemberInfo ?? typeof(GateApi), typeof(JsonConverterAttribute)))
            {
                schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
            }

            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, _, _) =>
        {
            if (operation.RequestBody is OpenApiRequestBody body)
            {
                body.Required = true;
                foreach (var content in body.Content!.Values.Where(c => c.Schema is { OneOf.Count: > 0 }))
                {
                    content.Schema = content.Schema!.OneOf!.First(s => s is OpenApiSchemaReference);
                }
            }

            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "SafeIsle gate devices", Version = "1", Description = Meaning };
            document.Servers = [];
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [Token] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The token that enrol gave." },
            };
            foreach (var (path, item) in document.Paths.Where(p => p.Key != Devices.EnrolPath))
            {
                foreach (var operation in item.Operations!.Values)
                {
                    operation.Security = [new() { [new OpenApiSecuritySchemeReference(Token, document)] = [] }];
                }
            }

            return Task.CompletedTask;
        });
    });

    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapOpenApi(Path).MayAnyone("it describes routes and holds no data").ExcludeFromDescription();

    /// <summary>What a maker of devices reads of a route.</summary>
    internal static RouteHandlerBuilder DescribedAs(this RouteHandlerBuilder route, string summary, string meaning) =>
        route.WithSummary(summary).WithDescription(meaning);

    /// <summary>Bytes of the body: what is larger is not read. The routes are open, so that anybody could send it.</summary>
    internal static RouteHandlerBuilder AtMost(this RouteHandlerBuilder route, long bytes) => route.WithMetadata(new RequestSizeLimitAttribute(bytes));

    /// <summary>Answers with problem details.</summary>
    internal static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            route.ProducesProblem(status);
        }

        return route;
    }
}
