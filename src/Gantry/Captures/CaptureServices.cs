using Gantry.Secrets;

namespace Gantry.Captures;

/// <summary>Registers what is kept of requests whose keys want it.</summary>
internal static class CaptureServices
{
    public static void AddCaptures(this IServiceCollection services, string dataFolder)
    {
        services.AddSingleton(provider => new CaptureShelf(dataFolder, provider.GetRequiredService<SecretSeal>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ICaptures>(provider => provider.GetRequiredService<CaptureShelf>());
        services.AddSingleton<CaptureQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<CaptureQueue>());
    }
}
