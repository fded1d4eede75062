using Microsoft.Extensions.DependencyInjection.Extensions;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Import;

/// <summary>Registers come in as files here.</summary>
public static class ImportModule
{
    public static void AddImport(this IServiceCollection services)
    {
        services.TryAddScoped<RegisterReader>();
        services.AddScoped<JobHandler, ReadImport>();
        services.AddScoped<JobHandler, ApplyImport>();
        services.AddHostedService<ForgetImports>();
        services.AddSingleton(new NavItem(26, "导入", "/imports", "upload", Role.Committee));
    }

    public static void MapImport(this IEndpointRouteBuilder app)
    {
        UploadRegister.Map(app);
        ShowImport.Map(app);
        ConfirmColumns.Map(app);
        ChooseRows.Map(app);
    }
}
