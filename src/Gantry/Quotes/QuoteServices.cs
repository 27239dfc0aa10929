namespace Gantry.Quotes;

/// <summary>Registers quotes.</summary>
internal static class QuoteServices
{
    public static void AddQuotes(this IServiceCollection services)
    {
        services.AddSingleton<QuoteDesk>();
        services.AddSingleton<QuoteEndpoint>();
    }

    public static void UseQuotes(this IApplicationBuilder app)
    {
        var quotes = app.ApplicationServices.GetRequiredService<QuoteEndpoint>();
        app.Use(next => http => quotes.InvokeAsync(http, next));
    }
}
