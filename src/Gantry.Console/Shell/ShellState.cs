using System.Globalization;
using Gantry.Console.Language;

namespace Gantry.Console.Shell;

/// <summary>What all components of one open page share: language, clock, and what is to be said aloud.</summary>
internal sealed class ShellState
{
    public ShellWords Words { get; private set; } = new(Tongue.English);

    public Tongue Tongue => Words.Tongue;

    /// <summary>The reader's own.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>What happened last; read out, and shown until the next.</summary>
    public string Notice { get; private set; } = "";

    public event EventHandler? Noticed;

    public void Speak(Tongue tongue) => Words = new ShellWords(tongue);

    /// <param name="name">As in the time zone database; what the server does not know is shown in UTC.</param>
    public void LiveIn(string name) => Zone = TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    public void Say(string notice)
    {
        Notice = notice;
        Noticed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>A day of this year or the last, as people of this language write it.</summary>
    public string Day(DateOnly day) => day.ToString(Tongue == Tongue.Chinese ? "M月d日" : "d MMM", CultureInfo.InvariantCulture);

    /// <summary>A time of day in the reader's own zone.</summary>
    public string Hour(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A moment as people of this language write it, in their own zone.</summary>
    public string Time(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Zone);
        return local.ToString(Tongue == Tongue.Chinese ? "yyyy年M月d日 HH:mm" : "d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);
    }
}
