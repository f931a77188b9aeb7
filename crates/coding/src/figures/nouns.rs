//! What can be counted, and which predicates make a count matter. All words are lemmas in lower case.

/// A list of words, parted by spaces.
struct Table(&'static str);

impl Table {
    fn has(&self, word: &str) -> bool {
        self.0.split_ascii_whitespace().any(|w| w == word)
    }
}

/// How a noun is counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Measure {
    /// People.
    Person,
    /// People who may be no more than the parties to an event ("two leaders").
    Participant,
    /// Things that bear on politics.
    Item,
    /// A distance, in kilometres for one.
    Kilometres(f64),
    /// A time, in hours for one.
    Hours(f64),
    /// A time, in days for one.
    Days(f64),
    /// States, which count only where there are many.
    State,
}

const PERSON: Table = Table(
    "people person man woman child boy girl civilian resident citizen villager national soldier troop fighter militant \
    rebel insurgent gunman terrorist policeman officer police guard protester protestor demonstrator rioter activist \
    student worker employee migrant refugee seeker detainee prisoner captive hostage inmate victim casualty death \
    fatality injury survivor patient passenger crewmember crewman sailor marine pilot airman serviceman servicewoman \
    personnel staff staffer adviser advisor contractor mercenary recruit conscript reservist peacekeeper observer \
    inspector monitor doctor nurse medic journalist reporter voter supporter follower individual suspect infant baby \
    teenager youth adult foreigner tourist pilgrim worshipper miner fisherman farmer teacher dead body life member \
    jihadist islamist extremist separatist paratrooper trooper combatant militiaman volunteer evacuee returnee \
    deportee human schoolgirl schoolboy schoolchild pupil parishioner clergyman priest monk settler expatriate \
    immigrant commando firefighter responder rescuer attendee participant strong bystander smuggler trafficker \
    dissident convict defendant bomber attacker assailant hijacker kidnapper sniper infantryman crew \
    recipient beneficiary applicant dependent newcomer arrival wounded injured missing homeless \
    merchant trader driver engineer scientist technician relative associate co-defendant accomplice peasant herder \
    veteran juror dignitary actress retiree enrollee taxpayer shopper graduate holder \
    superdelegate caucus-goer respondent lawyer attorney prosecutor mother father widow orphan sibling",
);

const PARTICIPANT: Table = Table(
    "leader minister president official diplomat lawmaker senator deputy legislator politician governor mayor \
    ambassador envoy negotiator delegate representative general commander judge candidate expert spy agent operative \
    aide parliamentarian mp executive delegation king brother friend parent son daughter analyst spokesman counterpart \
    colleague",
);

const ITEM: Table = Table(
    "attack counterattack strike airstrike raid bombing explosion blast shell rocket missile drone bomb warhead weapon \
    rifle gun tank vehicle truck bus convoy aircraft plane jet warplane helicopter ship vessel boat submarine \
    destroyer carrier warship tanker base outpost checkpoint position village town settlement home house building \
    structure school hospital mosque church bridge target site facility plant reactor centrifuge battalion brigade \
    division column battery sortie mission vbied ied mine landmine donor project product item ballot vote seat grave \
    incident clash violation protest rally launcher hangar interceptor howitzer mortar munition projectile \
    camp shelter tent dwelling apartment clinic store shop station factory warehouse depot company firm entity \
    bank sanction squadron patrol frigate cruiser fighter-jet unit regiment sector truckload shipment consulate \
    embassy territory tunnel detonator car household family case arrest infection ceasefire condition demand \
    device kilogram ton tonne ambulance firearm handgun pistol shotgun machinegun bullet cartridge grenade complaint \
    lawsuit petition indictment generator container parcel barrel acre hectare olive-tree livestock warrant permit visa \
    agreement accord memorandum amendment sanction-list observation-post subpoena charge count felony ruling \
    department agency job bill law contract conviction resolution treaty allegation precinct",
);

const STATE: Table = Table(
    "country nation state government power party side group organization faction tribe community city district province",
);

/// What a form may be a form of: itself, and what is left without an ending. The tables above are lemmas; a model's lemma
/// of a rare word may be wrong where its form is plain.
pub(super) fn stems(form: &str) -> Vec<String> {
    const IRREGULAR: &[(&str, &str)] = &[
        ("men", "man"),
        ("women", "woman"),
        ("children", "child"),
        ("feet", "foot"),
        ("lives", "life"),
        ("bodies", "body"),
        ("held", "hold"),
        ("sent", "send"),
        ("shot", "shoot"),
        ("struck", "strike"),
        ("lost", "lose"),
        ("took", "take"),
        ("taken", "take"),
        ("fled", "flee"),
        ("rose", "rise"),
        ("risen", "rise"),
        ("stood", "stand"),
        ("grew", "grow"),
        ("grown", "grow"),
        ("fell", "fall"),
        ("fallen", "fall"),
        ("brought", "bring"),
        ("withdrew", "withdraw"),
        ("withdrawn", "withdraw"),
        ("was", "be"),
        ("is", "be"),
        ("were", "be"),
        ("slain", "slay"),
        ("dying", "die"),
        ("drew", "draw"),
        ("blew", "blow"),
        ("blown", "blow"),
        ("beaten", "beat"),
        ("servicemen", "serviceman"),
    ];
    let mut out = vec![form.to_string()];
    if let Some((_, lemma)) = IRREGULAR.iter().find(|(f, _)| *f == form) {
        out.push((*lemma).to_string());
        return out;
    }
    let undoubled = |stem: &str| {
        let last = stem.chars().last()?;
        stem.strip_suffix(last).filter(|s| s.ends_with(last)).map(str::to_string)
    };
    for ending in ["ed", "ing"] {
        if let Some(stem) = form.strip_suffix(ending).filter(|s| s.chars().count() > 1) {
            out.extend([stem.to_string(), format!("{stem}e")]);
            out.extend(undoubled(stem));
            out.extend(stem.strip_suffix('i').map(|y| format!("{y}y")));
        }
    }
    if let Some(stem) = form.strip_suffix('s').filter(|s| s.chars().count() > 2) {
        out.push(stem.to_string());
        out.extend(stem.strip_suffix("ie").map(|y| format!("{y}y")));
        out.extend(stem.strip_suffix('e').map(str::to_string));
        out.extend(stem.strip_suffix("men").map(|m| format!("{m}man")));
    } else if let Some(stem) = form.strip_suffix("men") {
        out.push(format!("{stem}man"));
    }
    out
}

/// How a noun is counted; none for what no figure counts.
pub(super) fn measure(lemma: &str) -> Option<Measure> {
    Some(match lemma {
        "kilometer" | "kilometre" | "km" => Measure::Kilometres(1.0),
        "mile" => Measure::Kilometres(1.609_34),
        "meter" | "metre" => Measure::Kilometres(0.001),
        "foot" | "feet" => Measure::Kilometres(0.000_304_8),
        "yard" => Measure::Kilometres(0.000_914_4),
        "hour" => Measure::Hours(1.0),
        "day" => Measure::Days(1.0),
        "week" => Measure::Days(7.0),
        "fortnight" => Measure::Days(14.0),
        "month" => Measure::Days(365.0 / 12.0),
        "year" => Measure::Days(365.0),
        "decade" => Measure::Days(3652.0),
        word if PARTICIPANT.has(word) => Measure::Participant,
        word if PERSON.has(word) => Measure::Person,
        word if ITEM.has(word) => Measure::Item,
        word if STATE.has(word) => Measure::State,
        word if word.len() > 5 && (word.ends_with("ist") || word.ends_with("woman") || word.ends_with("man")) => {
            Measure::Person
        }
        _ => return None,
    })
}

/// What a share can be of.
pub(super) fn shared(lemma: &str) -> bool {
    const WHOLES: Table = Table(
        "tariff tax duty levy population vote ballot electorate territory land city town area region country province \
        district force army unit budget aid building home house seat infrastructure household turnout half stockpile \
        arsenal uranium military village strip enclave import export good facility hospital school sanction oil gas \
        grain border part side surcharge spending gdp product goal target plan pledge income debt poverty unemployment \
        inflation deficit output economy vote-share parliament electorate resident fund funding",
    );
    WHOLES.has(lemma) || matches!(measure(lemma), Some(Measure::Person | Measure::Participant))
}

/// Predicates that tell which part of a whole was voted, paid, done or lost ("41 percent has been funded").
pub(super) fn parts(lemma: &str) -> bool {
    const PART: Table = Table(
        "fund pay vote win elect spend contribute complete destroy damage control hold occupy liberate count reject \
        approve back deliver disburse reach vaccinate eat starve",
    );
    PART.has(lemma)
}

/// What is done to a share of something, or how it changes ("cut the budget by 16 percent").
pub(super) fn changes(lemma: &str) -> bool {
    const CHANGE: Table = Table("cut reduce raise increase decrease slash lower boost lift shrink trim expand");
    CHANGE.has(lemma)
}

/// What many people do: its bare number counts them ("nearly 1,000 have served").
pub(super) fn of_crowds(lemma: &str) -> bool {
    const CROWD: Table = Table(
        "serve vote attend gather march live work apply register cross arrive join participate protest enrol enroll \
        rally sleep queue assemble demonstrate volunteer return remain",
    );
    CROWD.has(lemma)
}

/// What officials do that makes their count worth a figure ("three senators voted against it").
pub(super) fn sides(lemma: &str) -> bool {
    const SIDE: Table = Table("vote defect resign quit");
    SIDE.has(lemma)
}

/// Predicates that things are counted with: given, taken, used or agreed ("donated 12 generators").
pub(super) fn handles(lemma: &str) -> bool {
    const HANDLE: Table = Table(
        "give donate deliver supply send hand transfer sell buy purchase order sign ratify seize recover confiscate \
        destroy fire launch drop dismiss file issue impose lift demolish build rebuild distribute provide ship identify",
    );
    HANDLE.has(lemma)
}

/// Predicates whose bare number counts people ("killing 50", "11 wounded").
pub(super) fn harms(lemma: &str) -> bool {
    const HARM: Table = Table(
        "kill wound injure die displace arrest detain abduct kidnap hurt hospitalize hospitalise torture assassinate \
        rape evacuate flee dead missing homeless wounded injured execute massacre perish drown capture imprison jail \
        maim murder slay behead infect deport displaced detained arrested killed stranded",
    );
    HARM.has(lemma)
}

/// Predicates that make even a small count of people worth a figure.
pub(super) fn matters(lemma: &str) -> bool {
    const MATTER: Table = Table(
        "free release hold charge sentence convict rescue deploy send dispatch withdraw expel attack shoot bomb strike \
        hit target trap include sanction indict protest rally gather march recruit train suspend ban board swap \
        exchange death killing arrest detention abduction kidnapping execution evacuation murder blow beat torture \
        seize destroy damage down intercept launch fire lose shelter host resettle accept surrender treat try \
        prosecute extradite repatriate return station clash storm disappear survive affect starve acquit hand evict \
        pardon dismiss enlist enrol enroll vote defect resign",
    );
    harms(lemma) || MATTER.has(lemma)
}

/// What makes officials more than parties to an event.
pub(super) fn punishes(lemma: &str) -> bool {
    const PUNISH: Table =
        Table("expel sanction charge indict sentence convict release free dismiss suspend attack shoot target hold");
    PUNISH.has(lemma)
}

/// Predicates whose length in time is worth a figure ("lasted three hours", "jailed for six years").
pub(super) fn lasts(lemma: &str) -> bool {
    const LAST: Table = Table(
        "last take continue sentence jail imprison ban extend withdraw detain besiege suspend prison imprisonment \
        jailed house ceasefire truce summit siege curfew visit blockade deadline sentenced serve shutdown lockdown \
        strike fire emergency mandate talk suspension exile ultimatum pause meeting hold switch frame timeframe period \
        transition moratorium embargo occupation term extension standoff grace window wait stay block close halt \
        interrogate question stop freeze delay postpone",
    );
    LAST.has(lemma)
}

/// Predicates that tell what a total has come to ("the toll rose to 37").
pub(super) fn comes_to(lemma: &str) -> bool {
    const COME: Table = Table(
        "rise reach climb stand increase jump soar grow fall drop exceed pass top surpass put bring be revise raise double \
        triple quadruple expand cut reduce lower",
    );
    COME.has(lemma)
}

/// Subjects of such predicates that count people.
pub(super) fn total_of_people(lemma: &str) -> bool {
    lemma == "toll" || harms(lemma) || matches!(measure(lemma), Some(Measure::Person))
}

/// The participle by which a figure says what was done to what it counts; the lemma itself where none is known.
pub(super) fn participle(lemma: &str) -> String {
    const NOUNS: &[(&str, &str)] = &[
        ("death", "killed"),
        ("killing", "killed"),
        ("arrest", "arrested"),
        ("detention", "detained"),
        ("release", "released"),
        ("abduction", "abducted"),
        ("kidnapping", "kidnapped"),
        ("execution", "executed"),
        ("rescue", "rescued"),
        ("evacuation", "evacuated"),
        ("murder", "murdered"),
        ("dead", "dead"),
        ("missing", "missing"),
        ("homeless", "homeless"),
        ("wounded", "wounded"),
        ("injured", "injured"),
    ];
    if let Some((_, p)) = NOUNS.iter().find(|(l, _)| *l == lemma) {
        return (*p).to_string();
    }
    const IRREGULAR: &[(&str, &str)] = &[
        ("hold", "held"),
        ("send", "sent"),
        ("shoot", "shot"),
        ("hit", "hit"),
        ("hurt", "hurt"),
        ("slay", "slain"),
        ("take", "taken"),
        ("strike", "struck"),
        ("lose", "lost"),
        ("withdraw", "withdrawn"),
        ("give", "given"),
        ("flee", "fled"),
        ("die", "killed"),
        ("try", "tried"),
        ("drown", "drowned"),
        ("ban", "banned"),
        ("free", "freed"),
        ("trap", "trapped"),
        ("carry", "carried"),
        ("swap", "swapped"),
        ("expel", "expelled"),
        ("bring", "brought"),
        ("blow", "blown up"),
        ("seize", "seized"),
        ("beat", "beaten"),
    ];
    if let Some((_, p)) = IRREGULAR.iter().find(|(l, _)| *l == lemma) {
        return (*p).to_string();
    }
    if lemma.ends_with("ed") {
        return lemma.to_string();
    }
    match lemma.strip_suffix('e') {
        Some(stem) => format!("{stem}ed"),
        None => format!("{lemma}ed"),
    }
}
