using Gantry.Captures;
using Gantry.Relay.Replays;
using Gantry.Secrets;
using Gantry.Storage;

namespace Gantry.Hosting;

/// <summary>Registers what is sealed at rest, and how its master key is changed.</summary>
internal static class SealingSetup
{
    public static void AddSealing(this IServiceCollection services, DataFolder folder)
    {
        services.AddSingleton(folder.Secrets.Hasher);
        services.AddSingleton(folder.Secrets.Seal);
        services.AddSingleton(new SecretAlarm(folder.Secrets.Alarms));
        services.AddHostedService<SecretAlarmLog>();
        services.AddDataProtectionRing(folder.ProtectionKeys);
        services.AddSingleton(provider => Rotation(folder, provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>The change of the master key over everything that is sealed in a data folder.</summary>
    public static MasterKeyRotation Rotation(DataFolder folder, TimeProvider time) =>
        new(folder.Secrets, [.. folder.SealedColumns, ReplayShelf.Cells(folder.Path), CaptureShelf.Cells(folder.Path), KeptSecrets.Cells(folder.Path)], time);
}
