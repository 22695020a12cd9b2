using System.Text;
using System.Text.RegularExpressions;

namespace Trust.Documents.Conformance;

/// <summary>
/// Annex A of GB/T 33190-2016 as far as this platform writes it, with GM/T 0099 additions to signatures. One line a type: attributes (<c>!</c> required), then the
/// content in order (<c>?</c>, <c>*</c>, <c>+</c>; <c>{a|b}</c> a choice; <c>name:type</c> where the type has another name). A type without a line holds text.
/// </summary>
internal static class OfdSchema
{
    private const string Unit = "Boundary! Name Visible CTM DrawParam LineWidth Cap Join MiterLimit DashOffset DashPattern Alpha";
    private const string Objects = "{TextObject|PathObject|ImageObject|CompositeObject|PageBlock}*";

    private const string Source = $"""
        OFD = Version! DocType! ; DocBody+
        DocBody = ; DocInfo DocRoot Versions:VersionList? Signatures:Loc?
        DocInfo = ; DocID Title? Author? Subject? Abstract? CreationDate? ModDate? DocUsage? Cover? Keywords? Creator? CreatorVersion? CustomDatas?
        Keywords = ; Keyword+
        CustomDatas = ; CustomData+
        CustomData = Name! ; #
        VersionList = ; Version+
        Version = ID! Index! Current BaseLoc! ;
        Document = ; CommonData Pages Outlines? Permissions? Actions? VPreferences? Bookmarks? Annotations:Loc? CustomTags:Loc? Attachments:Loc? Extensions:Loc?
        CommonData = ; MaxUnitID PageArea PublicRes* DocumentRes* TemplatePage* DefaultCS?
        PageArea = ; PhysicalBox ApplicationBox? ContentBox? BleedBox?
        TemplatePage = ID! Name ZOrder BaseLoc! ;
        Pages = ; Page:PageEntry+
        PageEntry = ID! BaseLoc! ;
        Outlines = ; OutlineElem+
        OutlineElem = Title! Count Expanded ; Actions? OutlineElem*
        Permissions = ; Edit? Annot? Export? Signature:Loc? Watermark? PrintScreen? Print? ValidPeriod?
        Print = Printable! Copies ;
        ValidPeriod = StartDate EndDate ;
        VPreferences = ; PageMode? PageLayout? TabDisplay? HideToolbar? HideMenubar? HideWindowUI? ZoomMode? Zoom?
        Bookmarks = ; Bookmark+
        Bookmark = Name! ; Dest
        Dest = Type! PageID! Left Top Right Bottom Zoom ;
        Actions = ; Action+
        Action = Event! ; Region? {"{Goto|URI|GotoA|Sound|Movie}"}
        Goto = ; {"{Dest|Bookmark:BookmarkRef}"}
        BookmarkRef = Name! ;
        URI = URI! Base Target ;
        GotoA = AttachID! NewWindow ;
        Sound = ResourceID! Volume Repeat Synchronous ;
        Movie = ResourceID! Operator ;
        Region = ; Area:RegionArea+
        RegionArea = Start! ; {"{Move|Line|QuadraticBezier|CubicBezier|Arc|Close}"}*
        Res = BaseLoc! ; {"{ColorSpaces|DrawParams|Fonts|MultiMedias|CompositeGraphicUnits}"}*
        ColorSpaces = ; ColorSpace+
        ColorSpace = ID! Type! BitsPerComponent Profile ; Palette?
        Palette = ; CV+
        DrawParams = ; DrawParam+
        DrawParam = ID! Relative LineWidth Join Cap DashOffset DashPattern MiterLimit ; FillColor:Color? StrokeColor:Color?
        Fonts = ; Font+
        Font = ID! FontName! FamilyName Charset Italic Bold Serif FixedWidth ; FontFile?
        MultiMedias = ; MultiMedia+
        MultiMedia = ID! Type! Format ; MediaFile
        CompositeGraphicUnits = ; CompositeGraphicUnit+
        CompositeGraphicUnit = ID! Width! Height! ; Thumbnail? Substitution? Content:UnitContent
        UnitContent = ; {Objects}
        Page = ; Template* PageRes* Area:PageArea? Content? Actions?
        Template = TemplateID! ZOrder ;
        Content = ; Layer+
        Layer = ID! Type DrawParam ; {Objects}
        PageBlock = ID! ; {Objects}
        TextObject = ID! {Unit} Font! Size! Stroke Fill HScale ReadDirection CharDirection Weight Italic ; Actions? Clips? FillColor:Color? StrokeColor:Color? {"{CGTransform|TextCode}"}+
        CGTransform = CodePosition! CodeCount GlyphCount ; Glyphs
        TextCode = X Y DeltaX DeltaY ; #
        PathObject = ID! {Unit} Stroke Fill Rule ; Actions? Clips? StrokeColor:Color? FillColor:Color? AbbreviatedData
        ImageObject = ID! {Unit} ResourceID! Substitution ImageMask ; Actions? Clips? Border?
        Border = LineWidth HorizonalCornerRadius VerticalCornerRadius DashOffset DashPattern ; BorderColor:Color?
        CompositeObject = ID! {Unit} ResourceID! ; Actions? Clips?
        Clips = ; Clip+
        Clip = ; Area:ClipArea+
        ClipArea = DrawParam CTM ; {"{Path:ClipPath|Text:ClipText}"}
        ClipPath = {Unit} Stroke Fill Rule ; StrokeColor:Color? FillColor:Color? AbbreviatedData
        ClipText = {Unit} Font! Size! Stroke Fill HScale ReadDirection CharDirection Weight Italic ; FillColor:Color? StrokeColor:Color? {"{CGTransform|TextCode}"}+
        Color = Value Index ColorSpace Alpha ; {"{AxialShd|RadialShd}"}?
        AxialShd = MapType MapUnit Extend StartPoint! EndPoint! ; Segment+
        RadialShd = MapType MapUnit Eccentricity Angle StartPoint! StartRadius EndPoint! EndRadius! Extend ; Segment+
        Segment = Position ; Color
        Annotations = ; Page:AnnotationPage*
        AnnotationPage = PageID! ; FileLoc
        PageAnnot = ; Annot+
        Annot = ID! Type! Creator! LastModDate! Subtype Visible Print NoZoom NoRotate ReadOnly ; Remark? Parameters? Appearance
        Appearance = Boundary! ; {Objects}
        Parameters = ; Parameter+
        Parameter = Name! Type ; #
        Attachments = ; Attachment+
        Attachment = ID! Name! Format CreationDate ModDate Size Visible Usage ; FileLoc
        CustomTags = ; CustomTag+
        CustomTag = TypeID! NameSpace! ; SchemaLoc? FileLoc
        Signatures = ; MaxSignId? Signature:SignatureEntry*
        SignatureEntry = ID! Type BaseLoc! Relative ;
        Signature = ; SignedInfo SignedValue
        SignedInfo = ; Provider SignatureMethod SignatureDateTime References StampAnnot* Seal? Parameters?
        Provider = ProviderName! Version Company ProtocolVer ; ExtendData?
        References = CheckMethod! ; Reference+
        Reference = FileRef! ; CheckValue
        StampAnnot = ID! PageRef! Boundary! Clip ;
        Seal = ; BaseLoc ImageLoc?
        """;

    public static IReadOnlyDictionary<string, OfdSchemaType> Types { get; } =
        Source.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse).ToDictionary(type => type.Name, StringComparer.Ordinal);

    private static OfdSchemaType Parse(string line)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        var semicolon = line.IndexOf(';', StringComparison.Ordinal);
        var attributes = line[(equals + 1)..semicolon].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var content = line[(semicolon + 1)..].Trim();
        var children = new Dictionary<string, string>(StringComparer.Ordinal);
        var pattern = new StringBuilder("^");
        foreach (var item in content.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(item => item != "#"))
        {
            var quantifier = item[^1] is '?' or '*' or '+' ? item[^1..] : string.Empty;
            var names = item[..^quantifier.Length].Trim('{', '}').Split('|').Select(name =>
            {
                var parts = name.Split(':');
                children[parts[0]] = parts[^1];
                return parts[0] + ";";
            });
            pattern.Append("(?:").AppendJoin('|', names).Append(')').Append(quantifier);
        }

        return new(
            line[..equals].Trim(),
            [.. attributes.Select(attribute => attribute.TrimEnd('!'))],
            [.. attributes.Where(attribute => attribute.EndsWith('!')).Select(attribute => attribute.TrimEnd('!'))],
            children,
            new(pattern.Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking),
            content == "#");
    }
}

/// <summary>A type of the schema.</summary>
/// <param name="Name">Its name in <see cref="OfdSchema"/>.</param>
/// <param name="Attributes">All attributes.</param>
/// <param name="Required">The required ones.</param>
/// <param name="Children">Element name to type name.</param>
/// <param name="Order">Matches the names of the children, each closed by a semicolon.</param>
/// <param name="HoldsText">True where text is content.</param>
internal sealed record OfdSchemaType(
    string Name, HashSet<string> Attributes, IReadOnlyList<string> Required, IReadOnlyDictionary<string, string> Children, Regex Order, bool HoldsText);
