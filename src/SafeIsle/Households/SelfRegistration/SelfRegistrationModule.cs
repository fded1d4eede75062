using Microsoft.Extensions.DependencyInjection.Extensions;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>Households write themselves into the register: door sheets, the form on a resident's phone, the committee's confirmation.</summary>
public static class SelfRegistrationModule
{
    public static void AddSelfRegistration(this IServiceCollection services)
    {
        services.TryAddScoped<RegisterReader>();
        services.AddSingleton<DoorLimits>();
        services.AddSingleton<DoorProof>();
        services.AddScoped<Doors>();
        services.AddScoped<TailGuard>();
        services.AddScoped<SubmitDeclaration>();
        services.AddScoped<ReviewLoader>();
        services.AddScoped<DoorSheetPrinter>();
        services.AddSingleton(new NavItem(23, "住户自报", "/proposals", "checklist", HouseholdsModule.MayCall));
        services.AddSingleton(new NavItem(24, "门上告知单", "/door-sheets", "qrcode", HouseholdsModule.MayCall) { Also = ["/buildings/*/door-sheets"] });
    }

    public static void MapSelfRegistration(this IEndpointRouteBuilder app)
    {
        FindDoor.Map(app);
        OpenDoor.Map(app);
        DeclareHousehold.Map(app);
        DeclareAtDesk.Map(app);
        PrivacyNotice.Map(app);
        ProposalsList.Map(app);
        ReviewProposal.Map(app);
        DecideProposal.Map(app);
        DoorSheets.Map(app);
        RenewDoorCode.Map(app);
    }
}
