using System.Collections.Immutable;

namespace Gantry.Secrets;

/// <summary>Secrets that this server runs without, in sentences for its administrator; empty in health. Health, console and log show them.</summary>
internal sealed record SecretAlarm(ImmutableArray<string> Sentences)
{
    public bool Rings => !Sentences.IsEmpty;
}
