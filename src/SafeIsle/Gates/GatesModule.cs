using SafeIsle.Gates.Scanner;

namespace SafeIsle.Gates;

/// <summary>Gates (门岗): the guard's scanner.</summary>
public static class GatesModule
{
    public static void AddGates(this IServiceCollection services)
    {
    }

    public static void MapGates(this IEndpointRouteBuilder app) => app.MapScanner();
}
